package io.fuota.firmware.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests by name, of which every JDK has those used here. */
final class Digests {

	private Digests() {
	}

	static MessageDigest of(String algorithm) {
		try {
			return MessageDigest.getInstance(algorithm);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has " + algorithm, impossible);
		}
	}

	static String sha256(byte[] bytes, int from, int to) {
		MessageDigest digest = of("SHA-256");
		digest.update(bytes, from, to - from);
		return ImageText.hex(digest.digest());
	}

	/** What has been digested so far; the digest goes on. */
	static byte[] sofar(MessageDigest running) {
		try {
			return ((MessageDigest) running.clone()).digest();
		}
		catch (CloneNotSupportedException impossible) {
			throw new IllegalStateException("the JDK's digests can be cloned", impossible);
		}
	}

}
