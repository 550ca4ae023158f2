package io.fuota.protocol.coap;

import java.io.IOException;
import java.util.OptionalInt;

/** Bytes that a client can ask for block by block. */
public interface Representation {

	/** In bytes; more than 0. */
	long size();

	/**
	 * Copies a block's bytes out.
	 * @param position of the first byte; position and length lie within the size
	 * @param target the bytes go to its begin
	 * @throws IOException if they can't be read
	 */
	void read(long position, byte[] target, int length) throws IOException;

	/**
	 * Tells these bytes from others under the same path: the same for each block, of
	 * which the first 4 bytes count.
	 */
	int etag();

	/** The Content-Format; empty: not said. */
	OptionalInt contentFormat();

	/**
	 * The size exponent of blocks for a client that names none, 0 to 6 for 16 to 1,024
	 * bytes. docs/protocols/coap-fmu.md §2.1: 4 is what the devices' client takes.
	 */
	default int sizeExponent() {
		return 4;
	}

}
