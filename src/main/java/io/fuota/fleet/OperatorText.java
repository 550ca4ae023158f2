package io.fuota.fleet;

import org.jspecify.annotations.Nullable;

/** The rule for what operators write about devices. */
final class OperatorText {

	private OperatorText() {
	}

	/**
	 * Checks a text; none at all keeps the rule.
	 * @param what begins the sentence: "A label"
	 * @param longest in UTF-16 code units
	 * @throws IllegalArgumentException with a sentence, if the text breaks the rule
	 */
	static void check(String what, @Nullable String text, int longest) {
		if (text != null
				&& (text.isBlank() || text.length() > longest || text.chars().anyMatch(Character::isISOControl))) {
			throw new IllegalArgumentException(
					what + " has 1 to " + longest + " characters, not all blank and no control characters.");
		}
	}

}
