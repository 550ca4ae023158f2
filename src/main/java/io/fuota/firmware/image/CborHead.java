package io.fuota.firmware.image;

import java.io.IOException;

/**
 * The head of a CBOR item in a file (RFC 8949 §3): what follows may be too large for
 * memory.
 *
 * @param major type, 0 to 7
 * @param value argument: a number, or how many bytes or items follow
 * @param end behind the head
 */
record CborHead(int major, long value, long end) {

	static final int UNSIGNED = 0;

	static final int BYTES = 2;

	static final int TEXT = 3;

	static final int ARRAY = 4;

	static final int MAP = 5;

	static final int TAG = 6;

	/** Whether there is a whole head of definite length. */
	static boolean isAt(ImageBytes file, long at) throws IOException, Flaw {
		if (!file.has(at, 1)) {
			return false;
		}
		int info = file.u8(at) & 31;
		return info <= 27 && file.has(at, 1 + (info < 24 ? 0 : 1 << (info - 24)));
	}

	static CborHead read(ImageBytes file, long at) throws IOException, Flaw {
		int first = file.u8(at);
		int info = first & 31;
		if (info > 27) {
			throw file.flaw("CBOR item", at, "an item of definite length", ImageText.hex(first, 2));
		}
		int length = info < 24 ? 0 : 1 << (info - 24);
		long value = info;
		if (length > 0) {
			file.need(at + 1, length);
			value = 0;
			for (int i = 1; i <= length; i++) {
				value = value << 8 | file.u8(at + i);
			}
		}
		return new CborHead(first >> 5, value, at + 1 + length);
	}

	/** Behind a string's content; fails if the file ends before it. */
	long contentEnd(ImageBytes file) throws Flaw {
		if (value < 0 || !file.has(end, value)) {
			throw file.flaw("length", file.size(), "at least what the item at byte " + end + " says",
					ImageText.bytes(file.size()));
		}
		return end + value;
	}

}
