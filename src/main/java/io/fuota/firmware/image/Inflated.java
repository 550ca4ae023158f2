package io.fuota.firmware.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The begin of a zip entry's data, unpacked where need be, for a look at what it is. */
final class Inflated {

	private static final int DEFLATED = 8;

	private Inflated() {
	}

	/**
	 * What can be had of the data; empty where it makes no sense.
	 * @param most how many bytes are unpacked at most
	 */
	static byte[] beginning(ImageBytes zip, ZipEntryHeader entry, int most) throws IOException, Flaw {
		long there = Math.min(entry.packed() == 0 ? most : entry.packed(), zip.size() - entry.dataAt());
		byte[] packed = zip.bytes(entry.dataAt(), (int) Math.min(there, most));
		return switch (entry.method()) {
			case 0 -> packed;
			case DEFLATED -> inflate(packed, most);
			default -> new byte[0];
		};
	}

	private static byte[] inflate(byte[] packed, int most) {
		Inflater inflater = new Inflater(true);
		try {
			inflater.setInput(packed);
			byte[] plain = new byte[most];
			return Arrays.copyOf(plain, inflater.inflate(plain));
		}
		catch (DataFormatException nonsense) {
			return new byte[0];
		}
		finally {
			inflater.end();
		}
	}

}
