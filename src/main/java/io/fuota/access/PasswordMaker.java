package io.fuota.access;

import io.fuota.storage.DataFolder;
import io.fuota.step.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes passwords for an account that the operator gave none, and writes each to the data
 * folder's file.
 */
@Component
public class PasswordMaker {

	private static final Logger LOG = LoggerFactory.getLogger(PasswordMaker.class);

	// No characters that a shell, a URL or a tired reader could take for something else.
	private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

	/** 32 characters of 5 bits: 160 bits. */
	private static final int LENGTH = 32;

	private final GeneratedPasswords passwords;

	private final TransactionTemplate transactions;

	private final Path file;

	private final Clock clock;

	private final SecureRandom random = new SecureRandom();

	PasswordMaker(GeneratedPasswords passwords, TransactionTemplate transactions, DataFolder data, Clock clock) {
		this.passwords = passwords;
		this.transactions = transactions;
		this.file = data.initialPassword();
		this.clock = clock;
	}

	/** The secret of this account; the first time, a password is made. */
	Secret secretOf(String username) {
		return passwords.findById(username).map(GeneratedPassword::secret).orElseGet(() -> make(username));
	}

	/**
	 * Makes a new password for this account; the old one no longer counts after the next
	 * start.
	 */
	public Path reset(String username) {
		make(username);
		return file;
	}

	private Secret make(String username) {
		String password = random.ints(LENGTH, 0, ALPHABET.length())
			.collect(StringBuilder::new, (text, i) -> text.append(ALPHABET.charAt(i)), StringBuilder::append)
			.toString();
		Secret secret = Secret.of(username, password, random);
		// The file first: a crash in between leaves a password that isn't used, and the
		// next start makes another.
		write(password);
		Step.PASSWORD_WRITTEN.reached();
		transactions
			.executeWithoutResult(_ -> passwords.save(new GeneratedPassword(username, secret, clock.instant())));
		Step.PASSWORD_COMMITTED.reached();
		LOG.info("made a password for the account {}; it is in {}", username, file);
		return secret;
	}

	private void write(String password) {
		Path fresh = file.resolveSibling("initial-password.new");
		try {
			Files.deleteIfExists(fresh);
			var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
			var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
			try (FileChannel channel = FileChannel.open(fresh, options, ownerOnly)) {
				channel.write(ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.US_ASCII)));
				channel.force(true);
			}
			Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException failure) {
			throw new UncheckedIOException("can't write " + file, failure);
		}
	}

}
