package io.fuota.protocol.fmu;

import static io.fuota.testing.CoapProbe.hex;
import static io.fuota.testing.FmuMessage.SZX_256;
import static io.fuota.testing.FmuMessage.get;
import static io.fuota.testing.FmuMessage.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.CoapProbe;
import io.fuota.testing.FmuAnswer;
import io.fuota.testing.FmuFile;
import io.fuota.testing.FmuMessage;
import io.fuota.testing.TestServer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vectors F1 to F18 of {@code docs/protocols/coap-fmu.md} §2.5, byte by byte, each
 * from a port that the server doesn't know. F19 is in
 * {@link io.fuota.protocol.coap.UdpListenerTests}.
 */
class VectorsIntegrationTests {

	private static final byte[] FILE = FmuFile.sample();

	private static final String F1 = "40 01 12 34 b7 75 70 64 61 74 65 73 c1 04 ff "
			+ "13 4f 54 41 2d 53 54 4d 33 32 4c 31 2d 53 50 49 52 49 54 31 03 1f 00 00 01 00 00 00 00";

	private static final String F2_PAYLOAD = "13 4f 54 41 2d 53 54 4d 33 32 4c 31 2d 53 50 49 52 49 54 31 "
			+ "03 02 00 01 01 00 00 00 00";

	// One for all: after a file was deleted, a server has reason to doubt later blocks.
	private static final TestServer SERVER = TestServer.prepare();

	private CoapProbe device;

	@BeforeAll
	static void uploadSample() {
		SERVER.start().admin().upload(FmuFile.SAMPLE_NAME, FILE);
	}

	@AfterAll
	static void stop() {
		SERVER.close();
	}

	@BeforeEach
	void open() {
		device = new CoapProbe(SERVER);
	}

	@AfterEach
	void close() {
		device.close();
	}

	@Test
	void f01_firstBlockRidesOnTheAcknowledgement() {
		String etag = HexFormat.ofDelimiter(" ").formatHex(etag());
		assertThat(device.ask(F1))
			.isEqualTo("60 45 12 34 44 " + etag + " d1 06 0c ff " + HexFormat.ofDelimiter(" ").formatHex(FILE, 0, 256));
	}

	@Test
	void f02_lastBlockHasNoneBehindIt() {
		byte[] answer = device.ask(hex("40 01 13 95 b7 75 70 64 61 74 65 73 c2 16 14 ff " + F2_PAYLOAD));
		assertThat(HexFormat.ofDelimiter(" ").formatHex(answer))
			.isEqualTo("60 45 13 95 44 " + HexFormat.ofDelimiter(" ").formatHex(etag()) + " d2 06 16 14 ff "
					+ HexFormat.ofDelimiter(" ").formatHex(FILE, 353 * 256, 354 * 256))
			.contains("ff 6c 25 06 29 01 d1 e3 7a");
	}

	@Test
	void f03_blockAtTheVeryEndIsEmpty() {
		assertThat(device.ask("40 01 13 96 b7 75 70 64 61 74 65 73 c2 16 24 ff " + F2_PAYLOAD))
			.isEqualTo("60 45 13 96 44 " + HexFormat.ofDelimiter(" ").formatHex(etag()) + " d2 06 16 24");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.1.31", "1.1.32", "1.2.0", "128.0.0", "255.255.65535" })
	void f04_sameOrNewerVersionIsReset(String version) {
		assertReset(get(0x1234, 0, SZX_256, payload(FmuFile.PID, 3, version, 0)));
	}

	@Test
	void f05_otherProductOrTypeIsReset() {
		assertReset(get(0x1234, 0, SZX_256, payload("OTA-STM32L1-SPIRIT2", 3, "1.0.31", 0)));
		assertReset(get(0x1234, 0, SZX_256, payload("ota-stm32l1-spirit1", 3, "1.0.31", 0)));
		assertReset(get(0x1234, 0, SZX_256, payload(FmuFile.PID, 0, "1.0.31", 0)));
	}

	@Test
	void f06_blocksCountFromTheOffset() {
		FmuAnswer answer = ask(0, SZX_256, 256);
		assertThat(answer.payload()).isEqualTo(FmuFile.block(FILE, 1, 256));
		assertThat(answer.block2()).isEqualTo(0x0c);
	}

	@Test
	void f07_offsetOfTheLastByteGivesOneByte() {
		FmuAnswer answer = ask(0, SZX_256, 90_623);
		assertThat(answer.payload()).containsExactly(FILE[90_623]);
		assertThat(answer.more()).isFalse();
	}

	@Test
	void f08_offsetAtTheEndOrBeyondIsReset() {
		assertReset(get(0x1234, 0, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 90_624)));
		assertReset(get(0x1234, 0, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 0xffff_ffffL)));
		assertReset(get(0x1234, 0xfffff, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 0xffff_ffffL)));
	}

	@Test
	void f09_shortPayloadIsReset() {
		byte[] whole = payload(FmuFile.PID, 3, "1.0.31", 0);
		for (int length = 0; length < whole.length; length++) {
			// 25 bytes are the first of two steps.
			if (length != 25) {
				assertReset(get(length, 0, SZX_256, Arrays.copyOf(whole, length)));
			}
		}
		whole[0] = (byte) 255;
		assertReset(get(0x1234, 0, SZX_256, whole));
		assertThat(ask(0, SZX_256, 0).isContent()).as("the server is up").isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "update", "updatesx", "Updates", "updates/x", "updates/0123456", "updates/0123456g",
			"a/updates" })
	void f10_anotherPathIsReset(String path) {
		assertReset(get(path, 0x1234, OptionalInt.of(SZX_256), payload(FmuFile.PID, 3, "1.0.31", 0)));
	}

	@Test
	void f12_sameDatagramTwiceHasTheSameAnswer() {
		byte[] first = device.ask(hex(F1));
		assertThat(device.ask(hex(F1))).isEqualTo(first);
	}

	@Test
	void f13_requestWithoutBlockGetsBlocksOf256() {
		byte[] request = get("updates", 7, OptionalInt.empty(), payload(FmuFile.PID, 3, "1.0.31", 0));
		FmuAnswer answer = new FmuAnswer(device.ask(request));
		assertThat(answer.isContent()).isTrue();
		assertThat(answer.block2()).isEqualTo(0x0c);
		assertThat(answer.payload()).isEqualTo(FmuFile.block(FILE, 0, 256));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6 })
	void f14_blocksHaveTheSizeThatIsAskedFor(int sizeExponent) {
		FmuAnswer answer = ask(3, sizeExponent, 0);
		assertThat(answer.payload()).isEqualTo(FmuFile.block(FILE, 3, 16 << sizeExponent));
		assertThat(answer.block2()).isEqualTo(3 << 4 | 8 | sizeExponent);
	}

	@Test
	void f15_blockFarBeyondTheEndIs402WithoutPayload() {
		assertThat(device.ask(get(0x1234, 1000, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 0))))
			.isEqualTo(hex("60 82 12 34"));
		assertThat(device.ask(get(0x1234, 355, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 0))))
			.isEqualTo(hex("60 82 12 34"));
	}

	@Test
	void reservedBlockSizeAndLongBlockOptionAre402WithoutPayload() {
		assertThat(device.ask(get(0x1234, 0, 7, payload(FmuFile.PID, 3, "1.0.31", 0)))).isEqualTo(hex("60 82 12 34"));
		assertThat(device.ask("40 01 12 34 b7 75 70 64 61 74 65 73 c4 00 00 00 04 ff " + F2_PAYLOAD))
			.isEqualTo("60 82 12 34");
	}

	@ParameterizedTest
	@ValueSource(strings = { "02", "03", "04", "05", "06", "07", "1f" })
	void f16_otherMethodIs405WithoutPayload(String code) {
		assertThat(device.ask("40 " + code + " 12 34 b7 75 70 64 61 74 65 73 c1 04 ff " + F2_PAYLOAD))
			.isEqualTo("60 85 12 34");
	}

	@Test
	void queryIsReset() {
		assertReset(hex("40 01 12 34 b7 75 70 64 61 74 65 73 43 78 3d 79 81 04 ff " + F2_PAYLOAD));
	}

	@Test
	void f18_devicesThatInterleaveGetTheirOwnBytes() {
		try (CoapProbe other = new CoapProbe(SERVER)) {
			for (int block = 0; block < 40; block++) {
				byte[] mine = get(block, block, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 0));
				byte[] theirs = get(block, block, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 1_000));
				device.send(mine);
				other.send(theirs);
				assertThat(new FmuAnswer(other.receive().orElseThrow()).payload()).as("block %d of the other", block)
					.isEqualTo(Arrays.copyOfRange(FILE, 1_000 + block * 256, 1_256 + block * 256));
				assertThat(new FmuAnswer(device.receive().orElseThrow()).payload()).as("block %d", block)
					.isEqualTo(FmuFile.block(FILE, block, 256));
			}
		}
	}

	@Test
	void tokenComesBackAndNonConfirmableRequestsAreAnsweredInKind() {
		String options = " b7 75 70 64 61 74 65 73 c1 04 ff " + F2_PAYLOAD;
		assertThat(device.ask("44 01 12 34 de ad be ef" + options)).startsWith("64 45 12 34 de ad be ef 44");
		assertThat(device.ask("52 01 12 34 ca fe" + options)).startsWith("52 45 ").contains(" ca fe 44");
	}

	@Test
	void wholeFileComesInBlocksOverBothProtocolsOfTheInternet() {
		for (String address : new String[] { "127.0.0.1", "::1" }) {
			try (CoapProbe node = new CoapProbe(address, SERVER.coapPort())) {
				byte[] received = new byte[FILE.length];
				boolean more = true;
				for (int block = 0; more; block++) {
					FmuAnswer answer = new FmuAnswer(
							node.ask(get(block, block, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 0))));
					assertThat(answer.isContent()).as("block %d from %s", block, address).isTrue();
					assertThat(answer.etag()).isEqualTo(HexFormat.of().formatHex(etag()));
					System.arraycopy(answer.payload(), 0, received, block * 256, answer.payload().length);
					more = answer.more();
				}
				assertThat(received).isEqualTo(FILE);
			}
		}
	}

	@Test
	void twoStepsGiveTheSameBytes() {
		byte[] hash = new FmuAnswer(
				device.ask(get("updates", 1, OptionalInt.of(SZX_256), FmuMessage.start(FmuFile.PID, 3, "1.0.31"))))
			.payload();
		assertThat(new String(hash, java.nio.charset.StandardCharsets.US_ASCII)).matches("[0-9a-f]{8}");
		String path = "updates/" + new String(hash, java.nio.charset.StandardCharsets.US_ASCII);
		assertThat(
				new FmuAnswer(device.ask(get(path, 2, OptionalInt.of(1 << 4 | SZX_256), hex("00 02 00 00")))).payload())
			.isEqualTo(FmuFile.block(FILE, 3, 256));
		assertReset(get(path, 3, OptionalInt.of(SZX_256), hex("00 02 00")));
		assertReset(get("updates/ffffffff", 4, OptionalInt.of(SZX_256), hex("00 00 00 00")));
	}

	private FmuAnswer ask(int block, int sizeExponent, long offset) {
		FmuAnswer answer = new FmuAnswer(
				device.ask(get(0x1234, block, sizeExponent, payload(FmuFile.PID, 3, "1.0.31", offset))));
		assertThat(answer.isContent()).isTrue();
		assertThat(answer.messageId()).isEqualTo(0x1234);
		return answer;
	}

	private void assertReset(byte[] request) {
		assertThat(device.ask(request)).isEqualTo(new byte[] { 0x70, 0, request[2], request[3] });
	}

	/** The first bytes of the file's SHA-256. */
	private static byte[] etag() {
		try {
			return Arrays.copyOf(java.security.MessageDigest.getInstance("SHA-256").digest(FILE), 4);
		}
		catch (java.security.NoSuchAlgorithmException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
