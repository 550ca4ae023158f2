package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.protocol.exosite.ExositeDevice.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class PollRequestTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.500Z");

	private final ExositeDevice device = new ExositeDevice(State.created("p", "1", NOW));

	@ParameterizedTest
	@CsvSource({ "300000,300000", "900000,300000", "999999999999999999,300000", "1000,1000", "0,0" })
	void aTimeoutIsCutToFiveMinutes(String header, long millis) {
		assertThat(of(header, null).timeout()).isEqualTo(Duration.ofMillis(millis));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "x", "-1", "1.5", "9999999999999999999" })
	void withoutATimeoutItIsAPlainRead(@Nullable String header) {
		assertThat(PollRequest.of(request(header, null), NOW)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "0,0", "1767225600,1767225600", "'Thu, 01 Jan 2026 00:00:00 GMT',1767225600" })
	void whatWasWrittenWithinTheNamedSecondCounts(String header, long second) {
		assertThat(of("1", header).sinceMicros(device)).isEqualTo(second * 1_000_000);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "yesterday", "-5", "" })
	void withoutATimeItIsNow(@Nullable String header) {
		assertThat(of("1", header).sinceMicros(device)).isEqualTo(ExositeDevice.micros(NOW));
	}

	@Test
	void aPollThatFollowsAnotherGoesOnWhereThatOneEnded() {
		device.pollEnded(NOW.minusSeconds(59));
		assertThat(of("1", null).sinceMicros(device)).isEqualTo(ExositeDevice.micros(NOW.minusSeconds(59)));
		device.pollEnded(NOW.minusSeconds(61));
		assertThat(of("1", null).sinceMicros(device)).isEqualTo(ExositeDevice.micros(NOW));
		device.pollEnded(NOW.plusSeconds(5));
		assertThat(of("1", null).sinceMicros(device)).as("after the clock was set back")
			.isEqualTo(ExositeDevice.micros(NOW));
	}

	private static PollRequest of(@Nullable String timeout, @Nullable String since) {
		return PollRequest.of(request(timeout, since), NOW).orElseThrow();
	}

	private static MockHttpServletRequest request(@Nullable String timeout, @Nullable String since) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		if (timeout != null) {
			request.addHeader("Request-Timeout", timeout);
		}
		if (since != null) {
			// A String: the mock would want a date.
			request.addHeader("if-modified-since-raw", since);
		}
		return new MockHttpServletRequest() {
			@Override
			public @Nullable String getHeader(String name) {
				return name.equals("If-Modified-Since") ? since : request.getHeader(name);
			}
		};
	}

}
