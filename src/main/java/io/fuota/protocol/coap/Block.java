package io.fuota.protocol.coap;

/**
 * The value of a Block1 or Block2 option (RFC 7959 §2.2).
 *
 * @param number of the block, 0 to 1,048,575
 * @param more whether blocks follow
 * @param sizeExponent 0 to 6 for blocks of 16 to 1,024 bytes
 */
public record Block(int number, boolean more, int sizeExponent) {

	/** The longest option value, in bytes. */
	static final int MAX_BYTES = 3;

	/** The value 7 is reserved. */
	static final int MAX_SIZE_EXPONENT = 6;

	private static final int SIZE_EXPONENT_MASK = 7;

	private static final int MORE = 8;

	/** Blocks are this many bytes long; all but the last are. */
	public int size() {
		return 16 << sizeExponent;
	}

	/** Where the block begins in the representation, in bytes. */
	public long position() {
		return (long) number * size();
	}

	/** From the option's value, a number of at most 24 bits. */
	static Block of(int value) {
		return new Block(value >>> 4, (value & MORE) != 0, value & SIZE_EXPONENT_MASK);
	}

	/** The option's value. */
	int value() {
		return number << 4 | (more ? MORE : 0) | sizeExponent;
	}

}
