package io.fuota.protocol.mongoose;

import java.util.ArrayList;
import java.util.List;

/**
 * A shell's pattern for versions: {@code *} is any text, {@code ?} any character,
 * {@code [a-c]} one of them, {@code [^a-c]} and {@code [!a-c]} any other, and a backslash
 * takes the next character as it is. Matched in time proportional to pattern times
 * version, whatever the pattern.
 */
final class VersionGlob {

	static final int MAX_LENGTH = 255;

	private final String text;

	private final List<Part> parts;

	private VersionGlob(String text, List<Part> parts) {
		this.text = text;
		this.parts = parts;
	}

	/** What one part of a pattern matches. */
	private sealed interface Part {

		/** Any number of characters. */
		record Star() implements Part {
		}

		/** One character: in one of the ranges, or in none of them. */
		record One(List<int[]> ranges, boolean other) implements Part {

			boolean matches(int character) {
				return ranges.stream().anyMatch(range -> character >= range[0] && character <= range[1]) != other;
			}

		}

	}

	/**
	 * Reads a pattern.
	 * @throws IllegalArgumentException with a sentence, if it is empty, too long or ends
	 * within a bracket or behind a backslash
	 */
	static VersionGlob parse(String text) {
		if (text.isEmpty() || text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("A pattern for versions has 1 to " + MAX_LENGTH + " characters.");
		}
		return new VersionGlob(text, new Reader(text).read());
	}

	/** Whether the whole version is of this pattern. */
	boolean matches(String version) {
		int at = 0;
		int part = 0;
		int star = -1;
		int resume = 0;
		while (at < version.length()) {
			if (part < parts.size() && parts.get(part) instanceof Part.Star) {
				star = part++;
				resume = at;
			}
			else if (part < parts.size() && parts.get(part) instanceof Part.One one
					&& one.matches(version.charAt(at))) {
				part++;
				at++;
			}
			else if (star >= 0) {
				// The last star takes one more; an earlier one needn't.
				part = star + 1;
				at = ++resume;
			}
			else {
				return false;
			}
		}
		return parts.stream().skip(part).allMatch(Part.Star.class::isInstance);
	}

	@Override
	public String toString() {
		return text;
	}

	/** Reads a pattern from its begin to its end. */
	private static final class Reader {

		private final String text;

		private int at;

		Reader(String text) {
			this.text = text;
		}

		List<Part> read() {
			List<Part> parts = new ArrayList<>();
			while (at < text.length()) {
				parts.add(switch (text.charAt(at)) {
					case '*' -> {
						at++;
						yield new Part.Star();
					}
					case '?' -> {
						at++;
						yield new Part.One(List.of(), true);
					}
					case '[' -> bracket();
					default -> {
						int character = character();
						yield new Part.One(List.of(new int[] { character, character }), false);
					}
				});
			}
			return List.copyOf(parts);
		}

		private Part bracket() {
			at++;
			boolean other = peek() == '^' || peek() == '!';
			if (other) {
				at++;
			}
			List<int[]> ranges = new ArrayList<>();
			while (ranges.isEmpty() || peek() != ']') {
				int first = character();
				int last = first;
				if (peek() == '-') {
					at++;
					last = character();
				}
				ranges.add(new int[] { first, last });
			}
			at++;
			return new Part.One(List.copyOf(ranges), other);
		}

		private int character() {
			char character = peek();
			at++;
			if (character != '\\') {
				return character;
			}
			char escaped = peek();
			at++;
			return escaped;
		}

		private char peek() {
			if (at >= text.length()) {
				throw new IllegalArgumentException("The pattern " + text + " ends within a bracket or an escape.");
			}
			return text.charAt(at);
		}

	}

}
