package io.fuota.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How numbers and times look on a page. */
final class Shown {

	private static final DateTimeFormatter BRIEF = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")
		.withZone(ZoneOffset.UTC);

	private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'")
		.withZone(ZoneOffset.UTC);

	private static final long KIB = 1_024;

	private static final String[] UNITS = { "KiB", "MiB", "GiB", "TiB" };

	private Shown() {
	}

	/**
	 * A time.
	 *
	 * @param iso for programs; the script on the page makes the viewer's time of it
	 * @param exact in UTC, with seconds
	 * @param brief in UTC
	 */
	record Moment(String iso, String exact, String brief) {
	}

	static @Nullable Moment at(@Nullable Instant time) {
		if (time == null || time.equals(Instant.EPOCH)) {
			return null;
		}
		return new Moment(time.truncatedTo(ChronoUnit.SECONDS).toString(), EXACT.format(time),
				BRIEF.format(time) + " UTC");
	}

	/** Bytes in the greatest unit that leaves at least 1, with one decimal below 100. */
	static String size(long bytes) {
		if (bytes < KIB) {
			return bytes + " B";
		}
		double value = bytes;
		int unit = -1;
		while (value >= KIB && unit < UNITS.length - 1) {
			value /= KIB;
			unit++;
		}
		return (value < 100 ? String.format(Locale.ROOT, "%.1f", value) : Long.toString(Math.round(value))) + " "
				+ UNITS[unit];
	}

	/** In seconds, with one decimal. */
	static String seconds(Duration time) {
		return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
	}

	/** With commas between thousands. */
	static String number(long value) {
		return String.format(Locale.ROOT, "%,d", value);
	}

	/** "1 device", "2 devices". */
	static String count(long value, String thing) {
		return number(value) + " " + thing + (value == 1 ? "" : "s");
	}

	/** How much of the whole, 0 to 100. */
	static int percent(long part, long whole) {
		return whole <= 0 ? 0 : Math.clamp(100 * part / whole, 0, 100);
	}

	/**
	 * The name of a constant in words: {@code UNEXPECTED_VERSION} is "unexpected
	 * version".
	 */
	static String words(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}
