package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Makes CBOR items, and SUIT envelopes of them, in the layout that RIOT reads. */
public final class SuitBuilder {

	private SuitBuilder() {
	}

	/** A number from -24 to 2^31. */
	public static byte[] number(long value) {
		return (value < 0) ? head(1, -1 - value) : head(0, value);
	}

	public static byte[] bytes(byte... content) {
		return Esp32ImageBuilder.join(head(2, content.length), content);
	}

	public static byte[] text(String content) {
		byte[] raw = content.getBytes(StandardCharsets.UTF_8);
		return Esp32ImageBuilder.join(head(3, raw.length), raw);
	}

	public static byte[] array(byte[]... items) {
		return Esp32ImageBuilder.join(head(4, items.length), all(items));
	}

	/** Keys and values by turns. */
	public static byte[] map(byte[]... keysAndValues) {
		return Esp32ImageBuilder.join(head(5, keysAndValues.length / 2), all(keysAndValues));
	}

	public static byte[] tagged(int tag, byte[] item) {
		return Esp32ImageBuilder.join(head(6, tag), item);
	}

	/** A manifest with these parameters set for its only component. */
	public static byte[] manifest(long version, byte[] sequenceNumber, byte[] parameters) {
		byte[] sequence = array(number(20), parameters);
		byte[] common = map(number(2), array(array(bytes((byte) 0))), number(4), bytes(sequence));
		return map(number(1), number(version), number(2), sequenceNumber, number(3), bytes(common));
	}

	/** An envelope with a digest and an Ed25519 signature. */
	public static byte[] signed(byte[] manifest) {
		byte[] digest = Esp32ImageBuilder.digest("SHA-256", bytes(manifest));
		byte[] payload = array(number(2), bytes(digest));
		byte[] signature = tagged(18, array(bytes(map(number(1), number(-8))), map(number(4), bytes((byte) 0xab)),
				bytes(payload), bytes(new byte[64])));
		return map(number(2), bytes(array(bytes(signature))), number(3), bytes(manifest));
	}

	private static byte[] head(int major, long value) {
		if (value < 24) {
			return new byte[] { (byte) (major << 5 | value) };
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		int length = (value < 0x100) ? 1 : (value < 0x10000) ? 2 : 4;
		out.write(major << 5 | 24 + Integer.numberOfTrailingZeros(length));
		for (int shift = (length - 1) * 8; shift >= 0; shift -= 8) {
			out.write((int) (value >> shift));
		}
		return out.toByteArray();
	}

	private static byte[] all(byte[]... items) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (byte[] item : items) {
			out.writeBytes(item);
		}
		return out.toByteArray();
	}

}
