package io.fuota.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which stored files were found to have the bytes that their name says, since this
 * server started. A file is hashed before its first use, and again when its size, time or
 * inode is another than at the last hashing.
 */
final class CheckedBlobs {

	private static final Logger LOG = LoggerFactory.getLogger(CheckedBlobs.class);

	private static final int BUFFER_BYTES = 1024 * 1024;

	private final Map<Digest, BlobIdentity> whole = new ConcurrentHashMap<>();

	private final Map<Digest, BlobIdentity> damaged = new ConcurrentHashMap<>();

	/** What is read now, as it was opened last. */
	private final Map<Digest, SharedFile> open = new ConcurrentHashMap<>();

	/** Notes a file that was hashed while it was written. */
	void written(Digest digest, Path file) throws IOException {
		whole.put(digest, BlobIdentity.of(file));
		damaged.remove(digest);
	}

	/** Whether the bytes are right; hashes them where that isn't known. */
	boolean isWhole(Digest digest, Path file) {
		try {
			if (BlobIdentity.of(file).equals(whole.get(digest))) {
				return true;
			}
			open(digest, file).close();
			return true;
		}
		catch (IOException missingOrDamaged) {
			return false;
		}
	}

	void forget(Digest digest) {
		whole.remove(digest);
		damaged.remove(digest);
	}

	/**
	 * Opens a file whose bytes are known to be right, hashing it first where that isn't
	 * known. Who reads the same file at the same time shares one open file.
	 * @throws DigestMismatchException if they aren't
	 * @throws IOException if the file is missing or can't be read
	 */
	SeekableByteChannel open(Digest digest, Path file) throws IOException {
		return new BlobChannel(() -> share(digest, file), last -> open.remove(digest, last));
	}

	private SharedFile share(Digest digest, Path file) throws IOException {
		BlobIdentity known = BlobIdentity.of(file);
		SharedFile others = open.get(digest);
		if (others != null && known.equals(whole.get(digest)) && others.join(known)) {
			return others;
		}
		FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
		try {
			// After the opening: a file put in this one's place before has another inode,
			// one put there later isn't read.
			BlobIdentity now = BlobIdentity.of(file);
			if (now.equals(damaged.get(digest))) {
				throw new DigestMismatchException(digest, "found before");
			}
			if (!now.equals(whole.get(digest))) {
				hash(digest, channel, now);
			}
			SharedFile shared = new SharedFile(channel, now);
			open.put(digest, shared);
			return shared;
		}
		catch (IOException | RuntimeException failure) {
			channel.close();
			throw failure;
		}
	}

	/**
	 * Hashes a file whether or not that was done before.
	 * @throws DigestMismatchException if its bytes are wrong
	 */
	void checkAnew(Digest digest, Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			hash(digest, channel, BlobIdentity.of(file));
		}
	}

	private void hash(Digest digest, FileChannel channel, BlobIdentity identity) throws IOException {
		Digest found;
		try (Carriers.Hold _ = Carriers.hold()) {
			found = sha256(channel);
		}
		if (found.equals(digest)) {
			whole.put(digest, identity);
			damaged.remove(digest);
			return;
		}
		whole.remove(digest);
		DigestMismatchException mismatch = new DigestMismatchException(digest,
				"SHA-256 " + found + ", " + identity.size() + " bytes");
		if (damaged.put(digest, identity) == null) {
			LOG.error("{}; they aren't served until the same file is uploaded again", mismatch.getMessage());
		}
		throw mismatch;
	}

	private static Digest sha256(FileChannel channel) throws IOException {
		try {
			MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
			ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
			channel.position(0);
			while (channel.read(buffer) >= 0) {
				sha256.update(buffer.flip());
				buffer.clear();
			}
			return Digest.of(sha256.digest());
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has SHA-256", impossible);
		}
	}

}
