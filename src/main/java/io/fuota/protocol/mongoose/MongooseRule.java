package io.fuota.protocol.mongoose;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * What devices of a platform and a version get where nothing is assigned to them.
 *
 * @param platform {@code *}: any
 * @param target a firmware file, an absolute URL elsewhere, or empty: nothing
 */
record MongooseRule(String platform, VersionGlob versions, String target) {

	static final String ANY_PLATFORM = "*";

	/** The longest URL, in characters. */
	static final int MAX_URL_LENGTH = 1_000;

	/**
	 * Checks the form of a rule.
	 * @throws IllegalArgumentException with a sentence that says what is wrong
	 */
	MongooseRule {
		if (!platform.matches("[!-~]{1,64}")) {
			throw new IllegalArgumentException("A platform has 1 to 64 printable characters of ASCII, or is *.");
		}
		if (isUrl(target)) {
			checkUrl(target);
		}
	}

	/** Reads a rule from its texts, with the same errors. */
	static MongooseRule of(String platform, String versions, String target) {
		return new MongooseRule(platform, VersionGlob.parse(versions), target);
	}

	boolean isFor(String devicePlatform, String version) {
		return (isForAnyPlatform() || platform.equalsIgnoreCase(devicePlatform)) && versions.matches(version);
	}

	boolean isForAnyPlatform() {
		return platform.equals(ANY_PLATFORM);
	}

	/** Whether the devices stay as they are. */
	boolean isForNothing() {
		return target.isEmpty();
	}

	/** Whether the devices are sent to another server. */
	boolean isElsewhere() {
		return isUrl(target);
	}

	private static boolean isUrl(String text) {
		return text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8);
	}

	private static void checkUrl(String text) {
		try {
			if (text.length() <= MAX_URL_LENGTH && new URI(text).getHost() != null
					&& text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
				return;
			}
		}
		catch (URISyntaxException malformed) {
			// The sentence below says what is wanted.
		}
		throw new IllegalArgumentException("A URL elsewhere is absolute, with a host, and has at most " + MAX_URL_LENGTH
				+ " characters, all of them ASCII.");
	}

}
