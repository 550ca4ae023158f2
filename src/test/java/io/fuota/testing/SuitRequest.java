package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Requests for blocks as RIOT nodes build them (docs/protocols/riot-suit.md §4.2). */
public final class SuitRequest {

	private SuitRequest() {
	}

	/**
	 * A confirmable GET with a Block2 option.
	 * @param token 0 to 8 bytes
	 * @param path segments joined by slashes
	 */
	public static byte[] get(int messageId, byte[] token, String path, int block, int sizeExponent) {
		ByteArrayOutputStream message = start(messageId, token, path);
		int value = block << 4 | sizeExponent;
		int length = (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 7) / 8;
		message.write(12 << 4 | length);
		for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
			message.write(value >> shift);
		}
		return message.toByteArray();
	}

	/** A confirmable GET without options but its path. */
	public static byte[] get(int messageId, String path) {
		return start(messageId, new byte[0], path).toByteArray();
	}

	private static ByteArrayOutputStream start(int messageId, byte[] token, String path) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.write(0x40 | token.length);
		message.write(0x01);
		message.write(messageId >> 8);
		message.write(messageId);
		message.writeBytes(token);
		int delta = 11;
		for (String segment : path.split("/", -1)) {
			byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
			message.write(delta << 4 | Math.min(bytes.length, 13));
			if (bytes.length >= 13) {
				message.write(bytes.length - 13);
			}
			message.writeBytes(bytes);
			delta = 0;
		}
		return message;
	}

}
