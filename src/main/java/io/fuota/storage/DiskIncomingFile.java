package io.fuota.storage;

import io.fuota.step.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** An upload in {@code incoming/}, hashed while it is written. */
final class DiskIncomingFile implements IncomingFile {

	/** How often free space is looked at while bytes come in. */
	private static final long SPACE_CHECK_BYTES = 4L * 1024 * 1024;

	private final DiskFileStore store;

	private final Path path;

	private final FileChannel channel;

	private final MessageDigest sha256 = digest("SHA-256");

	private final MessageDigest sha1 = digest("SHA-1");

	private final MessageDigest md5 = digest("MD5");

	private long size;

	private @Nullable Fingerprint fingerprint;

	private boolean kept;

	DiskIncomingFile(DiskFileStore store, Path path) throws IOException {
		this.store = store;
		this.path = path;
		this.channel = FileChannel.open(path, StandardOpenOption.WRITE);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		try (Carriers.Hold _ = Carriers.hold()) {
			writeAndHash(bytes, offset, length);
		}
		size += length;
		if (size / SPACE_CHECK_BYTES != (size - length) / SPACE_CHECK_BYTES) {
			store.checkSpace(0);
		}
		Step.UPLOAD_RECEIVING.reached();
	}

	private void writeAndHash(byte[] bytes, int offset, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
		sha256.update(bytes, offset, length);
		sha1.update(bytes, offset, length);
		md5.update(bytes, offset, length);
	}

	@Override
	public Fingerprint finish() throws IOException {
		channel.force(true);
		channel.close();
		Step.UPLOAD_SYNCED.reached();
		Fingerprint finished = new Fingerprint(Digest.of(sha256.digest()), HexFormat.of().formatHex(sha1.digest()),
				HexFormat.of().formatHex(md5.digest()), size);
		fingerprint = finished;
		return finished;
	}

	@Override
	public SeekableByteChannel open() throws IOException {
		if (fingerprint == null) {
			throw new IllegalStateException("open() before finish()");
		}
		return FileChannel.open(path, StandardOpenOption.READ);
	}

	@Override
	public void keep() throws IOException {
		if (fingerprint == null) {
			throw new IllegalStateException("keep() before finish()");
		}
		store.adopt(path, fingerprint.digest());
		kept = true;
	}

	@Override
	public void close() throws IOException {
		channel.close();
		if (!kept) {
			Files.deleteIfExists(path);
		}
	}

	private static MessageDigest digest(String algorithm) {
		try {
			return MessageDigest.getInstance(algorithm);
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new IllegalStateException("every JDK has " + algorithm, impossible);
		}
	}

}
