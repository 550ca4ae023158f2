package io.fuota.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/**
 * Bytes on their way into a {@link FileStore}. Closing it without {@link #keep()} leaves
 * nothing behind.
 */
public interface IncomingFile extends Closeable {

	/** How much {@link #writeAll} reads at once. */
	int BUFFER_BYTES = 64 * 1024;

	/** Appends bytes and adds them to the digests. */
	void write(byte[] bytes, int offset, int length) throws IOException;

	/** Appends all bytes of a stream, which stays open. */
	default void writeAll(InputStream bytes) throws IOException {
		byte[] buffer = new byte[BUFFER_BYTES];
		for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
			write(buffer, 0, n);
		}
	}

	/**
	 * Ends the writing: the bytes are on the disk itself (fsync) when this returns, but
	 * not yet in the store.
	 */
	Fingerprint finish() throws IOException;

	/**
	 * Opens the finished bytes for reading, at offset 0. The caller closes the channel.
	 * @throws IllegalStateException before {@link #finish()}
	 */
	SeekableByteChannel open() throws IOException;

	/**
	 * Puts the finished bytes into the store, durably. Does no harm when the same bytes
	 * are there already.
	 * @throws IllegalStateException before {@link #finish()}
	 */
	void keep() throws IOException;

	/**
	 * Ends the use of this object; unless {@link #keep()} was called the bytes are thrown
	 * away.
	 */
	@Override
	void close() throws IOException;

}
