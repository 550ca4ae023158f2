package io.fuota.storage;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalLong;
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
	 * @throws IOException if the store can't be written
	 */
	IncomingFile receive() throws IOException;

	/**
	 * Opens stored bytes for reading, at offset 0. The caller closes the channel.
	 * @throws java.nio.file.NoSuchFileException if no such bytes are stored
	 */
	SeekableByteChannel open(Digest digest) throws IOException;

	/** How many bytes are stored under this digest; empty when there are none. */
	OptionalLong size(Digest digest);

	/** Deletes bytes; does nothing where there are none. */
	void delete(Digest digest) throws IOException;

	/** Every digest that is stored now. */
	Set<Digest> digests() throws IOException;

}
