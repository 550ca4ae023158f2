package io.fuota.protocol.coap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes confirmable requests as datagrams (RFC 7252 §3). */
final class RequestWriter {

	private static final int VERSION = 1 << 6;

	private static final int PAYLOAD_MARKER = 0xff;

	private static final int URI_PATH = 11;

	private RequestWriter() {
	}

	/**
	 * A request with nothing but a path and perhaps a payload.
	 * @param token 0 to 8 bytes
	 * @param path segments of at most 255 bytes each
	 */
	static byte[] write(CoapMethod method, int messageId, byte[] token, List<String> path, byte[] payload) {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		message.write(VERSION | CoapHeader.CONFIRMABLE << 4 | token.length);
		message.write(method.code());
		message.write(messageId >> 8);
		message.write(messageId);
		message.writeBytes(token);
		int delta = URI_PATH;
		for (String segment : path) {
			byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
			message.write(delta << 4 | Math.min(bytes.length, 13));
			if (bytes.length >= 13) {
				// §3.1: up to 268 bytes by one byte more.
				message.write(bytes.length - 13);
			}
			message.writeBytes(bytes);
			delta = 0;
		}
		if (payload.length > 0) {
			message.write(PAYLOAD_MARKER);
			message.writeBytes(payload);
		}
		return message.toByteArray();
	}

	/** §4.2: the empty acknowledgement of an answer that came by itself. */
	static byte[] acknowledgement(int messageId) {
		return new byte[] { (byte) (VERSION | CoapHeader.ACKNOWLEDGEMENT << 4), 0, (byte) (messageId >> 8),
				(byte) messageId };
	}

}
