package io.fuota.download;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header asks of a representation of a known length (RFC 9110
 * §14.1.2).
 */
sealed interface ByteRanges {

	/**
	 * More ranges than this, or more bytes than the whole, are answered with the whole
	 * (RFC 9110 §14.2).
	 */
	int MAX_RANGES = 16;

	/** No range, or one that is malformed or of another unit, which a server ignores. */
	record Whole() implements ByteRanges {
	}

	/**
	 * At least one range that begins inside the representation; each is cut at its last
	 * byte.
	 */
	record Parts(List<Part> parts) implements ByteRanges {
	}

	/** Every range begins behind the last byte. */
	record Unsatisfiable() implements ByteRanges {
	}

	/**
	 * Whether something is asked for, and nothing of it is the first byte: a transfer
	 * goes on.
	 */
	default boolean beginsLater() {
		return switch (this) {
			case Whole _ -> false;
			case Parts(var parts) -> parts.stream().noneMatch(part -> part.first() == 0);
			case Unsatisfiable _ -> true;
		};
	}

	/**
	 * One part.
	 *
	 * @param first offset of the first byte
	 * @param last offset of the last byte, inclusive
	 */
	record Part(long first, long last) {

		long length() {
			return last - first + 1;
		}

	}

	/**
	 * Reads a header.
	 * @param size of the representation, more than 0
	 */
	static ByteRanges parse(@Nullable String header, long size) {
		if (header == null || !header.regionMatches(true, 0, "bytes=", 0, "bytes=".length())) {
			return new Whole();
		}
		List<Part> parts = new ArrayList<>();
		int asked = 0;
		for (String text : header.substring("bytes=".length()).split(",", -1)) {
			if (text.isBlank()) {
				continue;
			}
			Matcher range = Syntax.RANGE.matcher(text.strip());
			if (!range.matches() || ++asked > MAX_RANGES) {
				return new Whole();
			}
			Part part = part(range.group(1), range.group(2), size);
			if (part == null) {
				return new Whole();
			}
			if (part.first() < size && part.length() > 0) {
				parts.add(part);
			}
		}
		if (asked == 0 || parts.stream().mapToLong(Part::length).sum() > size) {
			return new Whole();
		}
		return parts.isEmpty() ? new Unsatisfiable() : new Parts(List.copyOf(parts));
	}

	/**
	 * Null where there is no number, or the last byte is before the first: that is
	 * malformed.
	 */
	private static @Nullable Part part(String first, String last, long size) {
		if (first.isEmpty()) {
			if (last.isEmpty()) {
				return null;
			}
			// The last n bytes; the last 0 can't be satisfied.
			long suffix = Math.min(number(last), size);
			return new Part(size - suffix, size - 1);
		}
		long from = number(first);
		long to = last.isEmpty() ? Long.MAX_VALUE : number(last);
		return to < from ? null : new Part(from, Math.min(to, size - 1));
	}

	/** Digits too many for a long are behind the end of any file. */
	private static long number(String digits) {
		try {
			return Long.parseLong(digits);
		}
		catch (NumberFormatException huge) {
			return Long.MAX_VALUE;
		}
	}

	/** Holds the pattern, which an interface can't keep to itself. */
	final class Syntax {

		private static final Pattern RANGE = Pattern.compile("(\\d*)-(\\d*)");

		private Syntax() {
		}

	}

}
