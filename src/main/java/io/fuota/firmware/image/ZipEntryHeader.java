package io.fuota.firmware.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A zip file's local header, which is all that a device sees of an entry: it reads the
 * file from front to back.
 *
 * @param at where the header is
 * @param name as a device takes it: without what stands before the first slash
 * @param method 0 for stored bytes
 * @param hasDescriptor sizes and CRC-32 come behind the data
 * @param crc CRC-32 of the data; 0 isn't checked
 * @param packed size of the data in the file, in bytes
 * @param size of the data in bytes
 * @param extraAt where the extra field is
 * @param dataAt where the data is
 */
record ZipEntryHeader(long at, String name, int method, boolean hasDescriptor, long crc, long packed, long size,
		long extraAt, long dataAt) {

	static final long SIGNATURE = 0x04034b50L;

	static final int BYTES = 30;

	private static final int DESCRIPTOR_FLAG = 8;

	static boolean isAt(ImageBytes zip, long at) throws IOException, Flaw {
		return zip.has(at, BYTES) && zip.u32(at) == SIGNATURE
				&& zip.has(at + BYTES, zip.u16(at + 26) + zip.u16(at + 28));
	}

	static ZipEntryHeader read(ImageBytes zip, long at) throws IOException, Flaw {
		zip.need(at, BYTES);
		int nameLength = zip.u16(at + 26);
		int extraLength = zip.u16(at + 28);
		zip.need(at + BYTES, nameLength + extraLength);
		String path = new String(zip.bytes(at + BYTES, nameLength), StandardCharsets.UTF_8);
		boolean descriptor = (zip.u16(at + 6) & DESCRIPTOR_FLAG) != 0;
		long extraAt = at + BYTES + nameLength;
		return new ZipEntryHeader(at, path.substring(path.indexOf('/') + 1), zip.u16(at + 8), descriptor,
				zip.u32(at + 14), zip.u32(at + 18), zip.u32(at + 22), extraAt, extraAt + extraLength);
	}

	/** Where the next header is, as far as this one tells. */
	long end() {
		return dataAt + packed;
	}

	/**
	 * Fails unless a device can use the entry's data.
	 */
	void checkUsable(ImageBytes zip) throws Flaw {
		String shown = ImageText.of(name);
		if (method != 0) {
			throw zip.flaw("compression method of " + shown, at + 8, "0, stored", Integer.toString(method));
		}
		if (hasDescriptor) {
			throw zip.flaw("flags of " + shown, at + 6, "without a data descriptor", "with one");
		}
		if (packed != size) {
			throw zip.flaw("compressed size of " + shown, at + 18, "the size itself, " + ImageText.bytes(size),
					ImageText.bytes(packed));
		}
		zip.need(dataAt, packed);
	}

}
