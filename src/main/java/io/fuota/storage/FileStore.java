package io.fuota.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Set;

/**
 * Keeps immutable bytes by their SHA-256. Bytes are written once and never changed in
 * place; what is open for reading stays readable to its end although it is deleted
 * meanwhile.
 */
public interface FileStore {

	/**
	 * Begins to take in new bytes. Nothing of them is visible before
	 * {@link IncomingFile#keep()}.
	 * @param expectedBytes how many will come; negative where that isn't known
	 * @throws InsufficientSpaceException if they would leave too little space
	 * @throws IOException if the store can't be written
	 */
	IncomingFile receive(long expectedBytes) throws IOException;

	/**
	 * How many bytes can still be taken in; 0 or more.
	 * @throws IOException if the store can't be looked at
	 */
	long bytesLeft() throws IOException;

	/**
	 * Opens stored bytes for reading, at offset 0, once they are known to be what was
	 * stored: hashed since the start, and unchanged since then as far as size, time and
	 * inode tell. The caller closes the channel.
	 * @throws java.nio.file.NoSuchFileException if no such bytes are stored
	 * @throws DigestMismatchException if they are damaged
	 */
	SeekableByteChannel open(Digest digest) throws IOException;

	/** Whether {@link #open} would succeed. */
	boolean isWhole(Digest digest);

	/**
	 * Hashes stored bytes whether or not that was done before.
	 * @throws DigestMismatchException if they are damaged
	 */
	void checkAnew(Digest digest) throws IOException;

	/** Deletes bytes; does nothing where there are none. */
	void delete(Digest digest) throws IOException;

	/** Every digest that is stored now. */
	Set<Digest> digests() throws IOException;

}
