package io.fuota.protocol.coaps;

import io.fuota.storage.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Encrypts what lies in the database with a key that lies beside it, in a file of its own
 * (AES-256-GCM): the database file alone gives nothing away. The key is made when it is
 * first needed.
 */
@Component
class SecretBox {

	private static final int KEY_BYTES = 32;

	/** What GCM is made for (NIST SP 800-38D §8.2). */
	static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	private final Path file;

	private final SecureRandom random = new SecureRandom();

	SecretBox(DataFolder data) {
		this.file = data.coapPskKey();
	}

	/**
	 * Nonce and ciphertext.
	 * @param owner whose secret it is: it opens for nobody else
	 */
	byte[] seal(String owner, byte[] secret) {
		byte[] nonce = new byte[NONCE_BYTES];
		random.nextBytes(nonce);
		if (!Files.exists(file)) {
			makeKey();
		}
		try {
			byte[] sealed = cipher(Cipher.ENCRYPT_MODE, owner, nonce).doFinal(secret);
			return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("every JDK has AES-GCM", impossible);
		}
	}

	/**
	 * What was sealed.
	 * @throws GeneralSecurityException if the key is another, or the bytes were changed
	 */
	byte[] open(String owner, byte[] sealed) throws GeneralSecurityException {
		return cipher(Cipher.DECRYPT_MODE, owner, Arrays.copyOf(sealed, NONCE_BYTES)).doFinal(sealed, NONCE_BYTES,
				sealed.length - NONCE_BYTES);
	}

	private Cipher cipher(int mode, String owner, byte[] nonce) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
		return cipher;
	}

	private SecretKey key() {
		try {
			return new SecretKeySpec(Files.readAllBytes(file), "AES");
		}
		catch (IOException missing) {
			throw new UncheckedIOException("the key " + file + " of the CoAP secrets can't be read", missing);
		}
	}

	private void makeKey() {
		byte[] key = new byte[KEY_BYTES];
		random.nextBytes(key);
		var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
		try (FileChannel channel = FileChannel.open(file, options, ownerOnly)) {
			int _ = channel.write(ByteBuffer.wrap(key));
			channel.force(true);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("can't write " + file, failure);
		}
	}

}
