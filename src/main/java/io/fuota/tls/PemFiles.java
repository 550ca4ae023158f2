package io.fuota.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the two PEM files hold at one moment. Both are read whole before either is parsed,
 * so that what was compared is what is used. One character stands for each byte.
 */
record PemFiles(String certificate, String key) {

	/**
	 * Reads both, through links.
	 * @throws CertificateUnusableException if either can't be read
	 */
	static PemFiles read(Path certificateFile, Path keyFile) {
		return new PemFiles(text("certificate", certificateFile), text("key", keyFile));
	}

	private static String text(String what, Path file) {
		try {
			return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
		}
		catch (IOException failure) {
			throw new CertificateUnusableException("the " + what + " " + file + " can't be read: " + failure, failure);
		}
	}

	/** Never shows the key. */
	@Override
	public String toString() {
		return "PemFiles[" + certificate.length() + " and " + key.length() + " bytes]";
	}

}
