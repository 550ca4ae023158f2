package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns for versions. */
class VersionGlobTests {

	@ParameterizedTest
	@CsvSource({ "1.0,1.0", "1.0*,1.0", "1.0*,1.0.7", "*,anything", "1.?,1.5", "1.[0-3],1.2", "1.[^0-3],1.4",
			"1.[!0-3],1.4", "*-rc*,1.0-rc1", "a*b*c,aXbXbXc", "\\*,*", "[]]x,]x", "1.[05],1.5", "**,1", "[\\]],]" })
	void matches(String pattern, String version) {
		assertThat(VersionGlob.parse(pattern).matches(version)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "1.0,1.0.1", "1.0,11.0", "1.0,1x0", "1.?,1.", "1.[0-3],1.4", "1.[^0-3],1.2", "a*b,aXbX", "A,a",
			"\\*,x", "1.0*,1.1" })
	void doesntMatch(String pattern, String version) {
		assertThat(VersionGlob.parse(pattern).matches(version)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[", "[a", "[a-", "[^", "x\\", "[]" })
	void whatIsNoPatternIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> VersionGlob.parse(text));
	}

	@Test
	void aPatternHas255Characters() {
		assertThat(VersionGlob.parse("*".repeat(255)).matches("x")).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> VersionGlob.parse("*".repeat(256)));
	}

	@Test
	void noPatternTakesLong() {
		VersionGlob hostile = VersionGlob.parse("a*".repeat(120) + "b");
		Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10),
				() -> assertThat(hostile.matches("a".repeat(255))).isFalse());
	}

}
