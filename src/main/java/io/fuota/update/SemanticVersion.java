package io.fuota.update;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version that can be ordered: https://semver.org, version 2.0.0, also with a v before
 * it. Anything else has no order.
 *
 * @param preRelease the dot-separated identifiers behind the hyphen; empty for a release
 */
record SemanticVersion(BigInteger major, BigInteger minor, BigInteger patch,
		String preRelease) implements Comparable<SemanticVersion> {

	private static final String NUMBER = "(0|[1-9][0-9]{0,17})";

	private static final Pattern SYNTAX = Pattern.compile("[vV]?" + NUMBER + "\\." + NUMBER + "\\." + NUMBER
			+ "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?");

	private static final Pattern DIGITS = Pattern.compile("[0-9]+");

	static Optional<SemanticVersion> parse(String text) {
		Matcher parts = SYNTAX.matcher(text);
		if (!parts.matches()) {
			return Optional.empty();
		}
		String preRelease = parts.group(4);
		return Optional.of(new SemanticVersion(new BigInteger(parts.group(1)), new BigInteger(parts.group(2)),
				new BigInteger(parts.group(3)), preRelease == null ? "" : preRelease));
	}

	/** Whether both can be ordered, and the first is the lower one. */
	static boolean isOlder(String one, String other) {
		Optional<SemanticVersion> first = parse(one);
		Optional<SemanticVersion> second = parse(other);
		return first.isPresent() && second.isPresent() && first.get().compareTo(second.get()) < 0;
	}

	@Override
	public int compareTo(SemanticVersion other) {
		int order = major.compareTo(other.major);
		if (order == 0) {
			order = minor.compareTo(other.minor);
		}
		if (order == 0) {
			order = patch.compareTo(other.patch);
		}
		return order == 0 ? comparePreReleases(preRelease, other.preRelease) : order;
	}

	private static int comparePreReleases(String one, String other) {
		if (one.isEmpty() || other.isEmpty()) {
			// A release is above its pre-releases.
			return Boolean.compare(one.isEmpty(), other.isEmpty());
		}
		String[] left = one.split("\\.", -1);
		String[] right = other.split("\\.", -1);
		for (int i = 0; i < Math.min(left.length, right.length); i++) {
			int order = compareIdentifiers(left[i], right[i]);
			if (order != 0) {
				return order;
			}
		}
		return Integer.compare(left.length, right.length);
	}

	private static int compareIdentifiers(String one, String other) {
		boolean number = DIGITS.matcher(one).matches();
		boolean otherNumber = DIGITS.matcher(other).matches();
		if (number && otherNumber) {
			return new BigInteger(one).compareTo(new BigInteger(other));
		}
		// Numbers are below words.
		return number == otherNumber ? one.compareTo(other) : Boolean.compare(otherNumber, number);
	}

}
