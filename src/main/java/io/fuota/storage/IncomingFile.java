package io.fuota.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * Bytes on their way into a {@link FileStore}. Closing it without {@link #keep()} leaves
 * nothing behind.
 */
public interface IncomingFile extends Closeable {

	/** Appends bytes and adds them to the digests. */
	void write(byte[] bytes, int offset, int length) throws IOException;

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
