package io.fuota.firmware;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a {@code .fmu} file: major and minor 0 to 255, build 0 to 65,535,
 * ordered as the number that a device sends.
 *
 * @param number {@code major << 24 | minor << 16 | build}, 0 to 4,294,967,295
 */
public record FmuVersion(long number) implements Comparable<FmuVersion> {

	private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,5})");

	private static final long MAX = 0xffff_ffffL;

	private static final int MAX_BYTE = 0xff;

	private static final int MAX_BUILD = 0xffff;

	/**
	 * @throws IllegalArgumentException if the number needs more than 32 bits
	 */
	public FmuVersion {
		if (number < 0 || number > MAX) {
			throw new IllegalArgumentException("A version is a number of 32 bits.");
		}
	}

	/** The version of these three numbers; empty where one is out of its range. */
	static Optional<FmuVersion> of(int major, int minor, int build) {
		if (major > MAX_BYTE || minor > MAX_BYTE || build > MAX_BUILD) {
			return Optional.empty();
		}
		return Optional.of(new FmuVersion((long) major << 24 | (long) minor << 16 | build));
	}

	/** Reads {@code major.minor.build} in decimal digits. */
	public static Optional<FmuVersion> parse(String text) {
		Matcher parts = TEXT.matcher(text);
		return parts.matches() ? of(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)),
				Integer.parseInt(parts.group(3))) : Optional.empty();
	}

	@Override
	public int compareTo(FmuVersion other) {
		return Long.compare(number, other.number);
	}

	/** {@code major.minor.build}. */
	@Override
	public String toString() {
		return (number >> 24) + "." + (number >> 16 & MAX_BYTE) + "." + (number & MAX_BUILD);
	}

}
