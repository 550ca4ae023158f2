package io.fuota.protocol.fmu;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.firmware.FmuVersion;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FmuRequestTests {

	/** docs/protocols/coap-fmu.md §2.1: running 1.0.31, from the first byte on. */
	private static final byte[] ONE_STEP = hex(
			"13 4f 54 41 2d 53 54 4d 33 32 4c 31 2d 53 50 49 52 49 54 31 03 1f 00 00 01 00 00 00 00");

	@Test
	void oneStepPayloadHasAnOffset() {
		assertThat(FmuRequest.parse(ONE_STEP))
			.contains(new FmuRequest("OTA-STM32L1-SPIRIT1", 3, version("1.0.31"), OptionalLong.of(0)));
	}

	@Test
	void seedsLoggedPayloadRunsVersion112() {
		byte[] logged = ONE_STEP.clone();
		System.arraycopy(hex("02 00 01 01"), 0, logged, 21, 4);
		assertThat(FmuRequest.parse(logged).orElseThrow().running()).isEqualTo(version("1.1.2"));
	}

	@Test
	void numbersAreUnsignedAndLittleEndian() {
		FmuRequest request = FmuRequest.parse(hex("01 41 ff 01 02 03 fe 04 05 06 f7")).orElseThrow();
		assertThat(request.type()).isEqualTo(255);
		assertThat(request.running()).isEqualTo(version("254.3.513"));
		assertThat(request.offset()).hasValue(0xf7060504L);
	}

	@Test
	void payloadWithoutOffsetIsTheFirstOfTwoSteps() {
		assertThat(FmuRequest.parse(Arrays.copyOf(ONE_STEP, 25)).orElseThrow().offset()).isEmpty();
	}

	@Test
	void f09_truncatedPayloadsAreRefused() {
		for (int length = 0; length < ONE_STEP.length; length++) {
			Optional<FmuRequest> parsed = FmuRequest.parse(Arrays.copyOf(ONE_STEP, length));
			assertThat(parsed.isPresent()).as("%d bytes", length).isEqualTo(length == 25);
		}
		byte[] longest = ONE_STEP.clone();
		longest[0] = (byte) 255;
		assertThat(FmuRequest.parse(longest)).isEmpty();
	}

	@Test
	void bytesBehindTheOffsetArePassedOver() {
		assertThat(FmuRequest.parse(Arrays.copyOf(ONE_STEP, 60))).isEqualTo(FmuRequest.parse(ONE_STEP));
	}

	@Test
	void pidThatCantBeAProductsIsRefused() {
		assertThat(FmuRequest.parse(hex("00 03 1f 00 00 01 00 00 00 00"))).isEmpty();
		for (int c : new int[] { 0, 0x0a, ' ', '"', '/', '\\', 0x7f, 0xe4 }) {
			byte[] payload = hex("01 41 03 1f 00 00 01 00 00 00 00");
			payload[1] = (byte) c;
			assertThat(FmuRequest.parse(payload)).as("0x%x", c).isEmpty();
		}
	}

	@Test
	void anyBytesAreReadOrRefused() {
		Random random = new Random(5);
		for (int round = 0; round < 100_000; round++) {
			byte[] payload = new byte[random.nextInt(300)];
			random.nextBytes(payload);
			if (payload.length > 0 && random.nextBoolean()) {
				payload[0] = (byte) random.nextInt(20);
				Arrays.fill(payload, 1, payload.length, (byte) 'P');
			}
			FmuRequest.parse(payload)
				.ifPresent(request -> assertThat(payload)
					.hasSizeGreaterThanOrEqualTo(request.pid().length() + (request.offset().isPresent() ? 10 : 6)));
			FmuRequest.parseOffset(payload);
		}
	}

	@Test
	void secondStepHasTheOffsetAlone() {
		assertThat(FmuRequest.parseOffset(hex("00 01 00 00"))).hasValue(256);
		assertThat(FmuRequest.parseOffset(hex("ff ff ff ff"))).hasValue(0xffffffffL);
		assertThat(FmuRequest.parseOffset(hex("00 01 00"))).isEmpty();
	}

	private static FmuVersion version(String text) {
		return FmuVersion.parse(text).orElseThrow();
	}

	private static byte[] hex(String bytes) {
		return HexFormat.ofDelimiter(" ").parseHex(bytes);
	}

}
