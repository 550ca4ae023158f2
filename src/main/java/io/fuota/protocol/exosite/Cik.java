package io.fuota.protocol.exosite;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A device's token: 40 lower-case hex digits, which are 160 random bits. Kept as its
 * SHA-256 alone: what has so many bits can't be guessed from a fast hash.
 */
record Cik(String text) {

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int BYTES = 20;

	private static final String SYNTAX = "[0-9a-f]{40}";

	/**
	 * @throws IllegalArgumentException with a sentence
	 */
	Cik {
		if (!isOne(text)) {
			throw new IllegalArgumentException("A CIK has 40 hex digits, a to f in lower case.");
		}
	}

	static boolean isOne(String text) {
		return text.matches(SYNTAX);
	}

	static Cik random() {
		byte[] bytes = new byte[BYTES];
		RANDOM.nextBytes(bytes);
		return new Cik(HexFormat.of().formatHex(bytes));
	}

	/** SHA-256, 64 hex digits. */
	String sha256() {
		return sha256(text);
	}

	static String sha256(String text) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

	/** Never shows the token. */
	@Override
	public String toString() {
		return "Cik[]";
	}

}
