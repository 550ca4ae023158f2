package io.fuota.protocol.coap;

/** Walks over the options of a message (RFC 7252 §3.1), each byte once. */
final class OptionCursor {

	private static final int PAYLOAD_MARKER = 0xff;

	private final byte[] datagram;

	private int position;

	private int number;

	private int length;

	private boolean repeated;

	private boolean broken;

	/**
	 * @param position where the options begin
	 */
	OptionCursor(byte[] datagram, int position) {
		this.datagram = datagram;
		this.position = position;
	}

	/** Goes to the next option; false where there is none, or the format is broken. */
	boolean next() {
		position += length;
		length = 0;
		if (position >= datagram.length) {
			return false;
		}
		int first = Byte.toUnsignedInt(datagram[position++]);
		if (first == PAYLOAD_MARKER) {
			// §3: a marker with nothing behind it is a format error.
			broken = position >= datagram.length;
			return false;
		}
		int delta = extended(first >> 4);
		int size = delta < 0 ? -1 : extended(first & 0xf);
		if (size < 0 || position + size > datagram.length) {
			broken = true;
			return false;
		}
		number += delta;
		repeated = delta == 0;
		length = size;
		return true;
	}

	/** 13 and 14 stand for one and two bytes that follow; negative: broken. */
	private int extended(int nibble) {
		int bytes = switch (nibble) {
			case 13 -> 1;
			case 14 -> 2;
			default -> 0;
		};
		if (nibble == 15 || position + bytes > datagram.length) {
			return -1;
		}
		return switch (bytes) {
			case 1 -> 13 + Byte.toUnsignedInt(datagram[position++]);
			case 2 -> 269 + (Byte.toUnsignedInt(datagram[position++]) << 8 | Byte.toUnsignedInt(datagram[position++]));
			default -> nibble;
		};
	}

	/** Whether what was walked over breaks the format. */
	boolean isBroken() {
		return broken;
	}

	/** The option's number. */
	int number() {
		return number;
	}

	/** Whether the option before had the same number. */
	boolean isRepeated() {
		return repeated;
	}

	/**
	 * Where the option's value begins; behind the last option, where the payload does.
	 */
	int position() {
		return position;
	}

	/** The length of the option's value, in bytes. */
	int length() {
		return length;
	}

}
