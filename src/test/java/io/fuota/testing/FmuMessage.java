package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Requests as Erbium builds them, and what its client reads out of an answer
 * (docs/protocols/coap-fmu.md §2.1).
 */
public final class FmuMessage {

	/** The Block2 exponent of the devices' blocks of 256 bytes. */
	public static final int SZX_256 = 4;

	private FmuMessage() {
	}

	/** The payload of the one-step form. */
	public static byte[] payload(String pid, int type, String version, long offset) {
		return ByteBuffer.allocate(pid.length() + 10)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(start(pid, type, version))
			.putInt((int) offset)
			.array();
	}

	/** The payload of the two-step form's first step. */
	public static byte[] start(String pid, int type, String version) {
		String[] parts = version.split("\\.", -1);
		return ByteBuffer.allocate(pid.length() + 6)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put((byte) pid.length())
			.put(pid.getBytes(StandardCharsets.ISO_8859_1))
			.put((byte) type)
			.putShort((short) Integer.parseInt(parts[2]))
			.put((byte) Integer.parseInt(parts[1]))
			.put((byte) Integer.parseInt(parts[0]))
			.array();
	}

	/** A confirmable GET of {@code /updates} with a Block2 option. */
	public static byte[] get(int messageId, int block, int sizeExponent, byte[] payload) {
		return get("updates", messageId, OptionalInt.of(block << 4 | sizeExponent), payload);
	}

	/**
	 * A confirmable GET without token.
	 * @param path segments of at most 12 bytes
	 * @param block2 the option's value
	 */
	public static byte[] get(String path, int messageId, OptionalInt block2, byte[] payload) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.write(0x40);
		message.write(0x01);
		message.write(messageId >> 8);
		message.write(messageId);
		int delta = 11;
		for (String segment : path.split("/", -1)) {
			message.write(delta << 4 | segment.length());
			message.writeBytes(segment.getBytes(StandardCharsets.ISO_8859_1));
			delta = 0;
		}
		if (block2.isPresent()) {
			int value = block2.getAsInt();
			int length = (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 7) / 8;
			message.write(12 << 4 | length);
			for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
				message.write(value >> shift);
			}
		}
		if (payload.length > 0) {
			message.write(0xff);
			message.writeBytes(payload);
		}
		return message.toByteArray();
	}

}
