package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How numbers, times and addresses look. */
class ShownTests {

	@ParameterizedTest
	@CsvSource({ "0,0 B", "1023,1023 B", "1024,1.0 KiB", "1536,1.5 KiB", "102400,100 KiB", "1048576,1.0 MiB",
			"67108864,64.0 MiB", "1099511627776,1.0 TiB", "1125899906842624,1024 TiB" })
	void sizesAreInUnitsOf1024(long bytes, String text) {
		assertThat(Shown.size(bytes)).isEqualTo(text);
	}

	@Test
	void timesAreInUtcWithoutAScript() {
		assertThat(Shown.at(Instant.parse("2026-01-31T23:59:58.900Z")))
			.isEqualTo(new Shown.Moment("2026-01-31T23:59:58Z", "2026-01-31 23:59:58 UTC", "2026-01-31 23:59 UTC"));
		assertThat(Shown.at(null)).isNull();
		assertThat(Shown.at(Instant.EPOCH)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "0,0,0", "0,10,0", "5,10,50", "10,10,100", "11,10,100", "1,3,33" })
	void percentsStayBetween0And100(long part, long whole, int percent) {
		assertThat(Shown.percent(part, whole)).isEqualTo(percent);
	}

	@Test
	void onlyOneThingIsOne() {
		assertThat(Shown.count(1, "device")).isEqualTo("1 device");
		assertThat(Shown.count(1234, "device")).isEqualTo("1,234 devices");
	}

	@ParameterizedTest
	@CsvSource({ "/console,/console", "/console/device?id=a%20b,/console/device?id=a%20b",
			"/console/devices/unknown,/console/devices/unknown", "//evil.example,/console",
			"https://evil.example/console,/console", "/console@evil.example,/console", "/consoles,/console",
			"/console/..//evil,/console", "'/console/device?id=a b',/console", "'/console?\\x',/console", ",/console" })
	void theLogInLeadsToPagesOfOursAlone(String wanted, String to) {
		assertThat(ConsolePath.safe(wanted)).isEqualTo(to);
	}

	@Test
	void idsAreEscapedInAddresses() {
		assertThat(ConsolePath.device("a/b?c&d=e ä%;+"))
			.isEqualTo("/console/device?id=a%2Fb%3Fc%26d%3De%20%C3%A4%25%3B%2B");
	}

}
