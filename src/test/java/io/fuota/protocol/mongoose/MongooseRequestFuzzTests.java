package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a device's headers and an operator's patterns are, they are read or refused.
 * Here with the seeds;
 * {@code JAZZER_FUZZ=1 mvn test -Djazzer.hooks=true -Dtest=MongooseRequestFuzzTests} goes
 * on for a minute, led by coverage.
 */
class MongooseRequestFuzzTests {

	static Stream<byte[]> seeds() {
		return Stream
			.of("esp32_0A1B2C 246F280A1B2C\nesp32 1.0 20181126-182907/g47\ndemo/1.0 (MongooseOS/2.8.0; esp32)",
					"- -\n \n", "1.[0-3]*\n1.[^a\n\\")
			.map(text -> text.getBytes(StandardCharsets.UTF_8));
	}

	@MethodSource("seeds")
	@FuzzTest(maxDuration = "1m")
	void everyTextIsReadOrRefused(byte[] bytes) {
		if (bytes == null) {
			return;
		}
		String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", 3);
		String second = lines.length > 1 ? lines[1] : null;
		MongooseRequest.parse(lines[0], second, lines.length > 2 ? lines[2] : null).ifPresent(request -> {
			assertThat(request.device().value()).isNotEmpty().isNotEqualTo("-").doesNotContain("/", "\n");
			assertThat(request.report().running().asSent()).hasSizeLessThanOrEqualTo(MongooseRequest.MAX_LENGTH);
			assertThat(request.version()).doesNotContain(" ");
		});
		try {
			assertThat(VersionGlob.parse(lines[0]).toString()).isEqualTo(lines[0]);
			VersionGlob.parse(lines[0]).matches(String.valueOf(second));
		}
		catch (IllegalArgumentException noPattern) {
			assertThat(noPattern).hasMessageContaining("pattern");
		}
	}

}
