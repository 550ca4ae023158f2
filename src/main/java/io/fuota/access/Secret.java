package io.fuota.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A salted SHA-256 of {@code user:password}, compared in constant time. No slow hash: it
 * is either made from 160 random bits, or lives in memory alone beside the password it
 * was made from (docs/adr/0008).
 */
final class Secret {

	private static final int SALT_BYTES = 16;

	private final byte[] salt;

	private final byte[] hash;

	private Secret(byte[] salt, byte[] hash) {
		this.salt = salt;
		this.hash = hash;
	}

	static Secret of(String username, String password, SecureRandom random) {
		byte[] salt = new byte[SALT_BYTES];
		random.nextBytes(salt);
		return new Secret(salt, hash(salt, (username + ":" + password).getBytes(StandardCharsets.UTF_8)));
	}

	/** As it was stored: two texts of hex digits. */
	static Secret stored(String salt, String hash) {
		return new Secret(HexFormat.of().parseHex(salt), HexFormat.of().parseHex(hash));
	}

	String salt() {
		return HexFormat.of().formatHex(salt);
	}

	String hash() {
		return HexFormat.of().formatHex(hash);
	}

	boolean matches(byte[] userAndPassword) {
		return MessageDigest.isEqual(hash, hash(salt, userAndPassword));
	}

	private static byte[] hash(byte[] salt, byte[] userAndPassword) {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			sha256.update(salt);
			return sha256.digest(userAndPassword);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
