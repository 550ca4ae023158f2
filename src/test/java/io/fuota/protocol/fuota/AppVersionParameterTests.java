package io.fuota.protocol.fuota;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.device.ReportedVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppVersionParameterTests {

	@ParameterizedTest
	@CsvSource({ "app_ver=0.1.0,0.1.0,0.1.0", "app_ver=1:2:3,1:2:3,1:2:3", "app_ver=1.0+b5,1.0+b5,1.0 b5",
			"app_ver=1%2B2,1%2B2,1+2", "x=1&app_ver=2,2,2", "app_ver=&app_ver=2,2,2", "app%5Fver=2,2,2",
			"app_ver=50%,50%,50%", "app_ver=a=b,a=b,a=b" })
	void versionIsKeptAsSentAndAsAForm(String query, String asSent, String decoded) {
		assertThat(AppVersionParameter.parse(query)).hasValue(new ReportedVersion(asSent, decoded));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "app_ver", "app_ver=", "app_ver=1&app_ver=1", "app_ver=1&app_ver=2", "version=1" })
	void absentBlankAndDoubleVersionsAreNone(String query) {
		assertThat(AppVersionParameter.parse(query)).isEmpty();
	}

	@Test
	void eitherReadingMatchesAStoredVersion() {
		ReportedVersion version = AppVersionParameter.parse("app_ver=1.0+b5").orElseThrow();

		assertThat(version.is("1.0+b5")).isTrue();
		assertThat(version.is("1.0 b5")).isTrue();
		assertThat(version.is("1.0b5")).isFalse();
	}

}
