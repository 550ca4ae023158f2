package io.fuota.protocol.exosite;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A read that waits (docs/protocols/exosite-otau.md §3.5).
 *
 * @param timeout 0 to {@link #LONGEST}
 * @param since what was written before this second doesn't count; null: the device didn't
 * say
 */
record PollRequest(Duration timeout, @Nullable Instant since, Instant now) {

	/** Longer ones are cut to this. */
	static final Duration LONGEST = Duration.ofMinutes(5);

	/**
	 * A poll that follows this soon goes on where the one before ended: what was written
	 * between them isn't lost.
	 */
	private static final Duration FOLLOWS = Duration.ofSeconds(60);

	/** Empty where there is no {@code Request-Timeout} in milliseconds. */
	static Optional<PollRequest> of(HttpServletRequest request, Instant now) {
		String timeout = request.getHeader("Request-Timeout");
		if (timeout == null || !timeout.strip().matches("\\d{1,18}")) {
			return Optional.empty();
		}
		Duration wanted = Duration.ofMillis(Math.min(Long.parseLong(timeout.strip()), LONGEST.toMillis()));
		return Optional.of(new PollRequest(wanted, since(request.getHeader("If-Modified-Since")), now));
	}

	/** In microseconds since 1970: what was written then or later is given. */
	long sinceMicros(ExositeDevice device) {
		if (since != null) {
			return ExositeDevice.micros(since);
		}
		long before = device.lastPollEnd();
		long arrived = ExositeDevice.micros(now);
		boolean follows = before > 0 && before <= arrived && arrived - before < FOLLOWS.toMillis() * 1_000;
		return follows ? before : arrived;
	}

	/** Seconds since 1970, or a date; null where it is neither, or not there. */
	private static @Nullable Instant since(@Nullable String header) {
		if (header == null) {
			return null;
		}
		String text = header.strip();
		try {
			return text.matches("\\d{1,11}") ? Instant.ofEpochSecond(Long.parseLong(text))
					: ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
		}
		catch (DateTimeException neither) {
			return null;
		}
	}

}
