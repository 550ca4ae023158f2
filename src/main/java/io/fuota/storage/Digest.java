package io.fuota.storage;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of some bytes; it is also the name under which the store keeps them.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {

	private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

	/**
	 * @throws IllegalArgumentException if the text is not 64 lower-case hex digits
	 */
	public Digest {
		if (!SHA256.matcher(hex).matches()) {
			throw new IllegalArgumentException("not a SHA-256 in lower-case hex: " + hex);
		}
	}

	/** The digest for the 32 bytes of a finished SHA-256 calculation. */
	public static Digest of(byte[] sha256) {
		return new Digest(HexFormat.of().formatHex(sha256));
	}

	/** The 32 bytes. */
	public byte[] bytes() {
		return HexFormat.of().parseHex(hex);
	}

	@Override
	public String toString() {
		return hex;
	}

}
