package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of two builds is the newer one. */
class MongooseVersionTests {

	private static final String EARLY = "20240102-030405/gabcdef0";

	private static final String LATE = "20240102-030406/g1234567";

	@ParameterizedTest
	@CsvSource({ "1.0,1.1", "1.9,1.10", "1,1.0.1", "v1.2,1.3", "2018112618,2019010100", "0.9,1" })
	void numbersCountOneByOne(String lower, String higher) {
		assertThat(version(higher, EARLY).isAbove(version(lower, LATE))).isTrue();
		assertThat(version(lower, LATE).isAbove(version(higher, EARLY))).isFalse();
	}

	@Test
	void thenTheTimeOfTheBuild() {
		assertThat(version("1.0", LATE).isAbove(version("1", EARLY))).isTrue();
		assertThat(version("1.0", EARLY).isAbove(version("1", LATE))).isFalse();
		assertThat(version("1.0", LATE).isAbove(version("1.0", LATE))).isFalse();
		assertThat(version("1.0", LATE).isAbove(version("1.0", "custom"))).as("nobody can tell").isFalse();
		assertThat(version("1.0", "").isAbove(version("1.0", EARLY))).as("nobody can tell").isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1.0-beta", "1.", ".1", "beta", "1.0+b", "1..2", "1234567890123456789",
			"1.2.3.4.5.6.7.8.9" })
	void anythingElseHasNoOrder(String text) {
		assertThat(MongooseVersion.parse(text, EARLY)).isEmpty();
	}

	private static MongooseVersion version(String version, String build) {
		return MongooseVersion.parse(version, build).orElseThrow();
	}

}
