package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

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

	/**
	 * The same with choices between which a node takes the first that fits (try-each).
	 */
	public static byte[] manifest(long version, byte[] sequenceNumber, byte[] parameters, byte[]... choices) {
		byte[][] wrapped = Stream.of(choices).map(SuitBuilder::bytes).toArray(byte[][]::new);
		byte[] sequence = array(number(20), parameters, number(15), array(wrapped));
		byte[] common = map(number(2), array(array(bytes((byte) 0))), number(4), bytes(sequence));
		return map(number(1), number(version), number(2), sequenceNumber, number(3), bytes(common));
	}

	/**
	 * docs/protocols/riot-suit.md §4.3, made with RIOT's own tool: {@code native},
	 * sequence number 1, signed with the Ed25519 key whose seed is 00 to 1f.
	 */
	public static byte[] madeByRiot() {
		return HexFormat.of()
			.parseHex("a202587281586fd28443a10127a0582482025820423e93b68401c530149abc0d698f40124b031aac55a9d95a"
					+ "87ede7d2c69be50158405203c366af65c154822d5c4ba35bffb13abcb41b59a0c0ab8ce3f641220aebb9217b"
					+ "7d07dcab3fa422d32ce2b1abf5dac0c176517358e3a70bb77dc414cabb0803589ba501010201035861a20281"
					+ "824372616d41300458548614a40150547d0d746d3a5a9296624881afd9407b0250bcc90984fe7d562bb4c9a2"
					+ "4f26a3a9cd035824820258209278d38b4d80f889a5c080bd1134b58a13016dbcf459a1227f3ba2d665f15849"
					+ "0e09010f020f09582a8613a1157820636f61703a2f2f5b323030313a6462383a3a315d2f7061796c6f61642e"
					+ "62696e1502030f0a4382030f");
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
