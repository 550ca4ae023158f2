package io.fuota.protocol.fmu;

import static io.fuota.testing.FmuMessage.payload;
import static io.fuota.testing.FmuMessage.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a payload is, it is read or refused. Here with the seeds;
 * {@code JAZZER_FUZZ=1 mvn test -Djazzer.hooks=true -Dtest=FmuRequestFuzzTests} goes on
 * for a minute, led by coverage.
 */
class FmuRequestFuzzTests {

	static Stream<byte[]> seeds() {
		return Stream.of(payload("OTA-STM32L1-SPIRIT1", 3, "1.0.31", 0), start("P", 3, "1.0.31"), new byte[4]);
	}

	@MethodSource("seeds")
	@FuzzTest(maxDuration = "1m")
	void everyPayloadIsReadOrRefused(byte[] payload) {
		if (payload == null) {
			return;
		}
		FmuRequest.parse(payload)
			.ifPresent(request -> assertThat(request.pid()).hasSizeBetween(1, 255).doesNotContain("\n", "/", "\""));
		FmuRequest.parseOffset(payload).ifPresent(offset -> assertThat(offset).isBetween(0L, 0xffff_ffffL));
	}

}
