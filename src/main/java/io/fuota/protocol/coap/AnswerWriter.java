package io.fuota.protocol.coap;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/** Writes answers as datagrams (RFC 7252 §3, RFC 7959). */
final class AnswerWriter {

	private static final int VERSION = 1 << 6;

	private static final int PAYLOAD_MARKER = 0xff;

	/** Header, token, three options, marker. */
	private static final int MAX_OVERHEAD = 32;

	private static final int ETAG = 4;

	private static final int CONTENT_FORMAT = 12;

	private static final int BLOCK2 = 23;

	private final byte[] bytes;

	private int length;

	private int lastOption;

	private AnswerWriter(int capacity) {
		this.bytes = new byte[capacity];
	}

	/** RFC 7252 §4.2: a reset has the message ID and nothing else. */
	static byte[] reset(CoapHeader request) {
		AnswerWriter writer = new AnswerWriter(CoapHeader.BYTES);
		writer.header(CoapHeader.RESET, 0, 0, request.messageId());
		return writer.bytes;
	}

	/** An error with an empty payload. */
	static byte[] error(CoapHeader request, byte[] datagram, CoapCode code) {
		AnswerWriter writer = new AnswerWriter(CoapHeader.BYTES + request.tokenLength());
		writer.begin(request, datagram, code);
		return writer.bytes;
	}

	/**
	 * The block that the request asks for.
	 * @throws IOException if it can't be read
	 */
	static byte[] content(CoapRequest request, byte[] datagram, Representation body) throws IOException {
		Block asked = request.block().orElseGet(() -> new Block(0, false, body.sizeExponent()));
		long position = asked.position();
		// At the very end: the devices' old server has one block more there.
		if (position > body.size()) {
			return error(request.header(), datagram, CoapCode.BAD_OPTION);
		}
		int size = (int) Math.min(asked.size(), body.size() - position);
		boolean more = position + size < body.size();
		AnswerWriter writer = new AnswerWriter(MAX_OVERHEAD + size);
		writer.begin(request.header(), datagram, CoapCode.CONTENT);
		if (more || request.block().isPresent()) {
			writer.option(ETAG, body.etag(), Integer.BYTES);
		}
		OptionalInt format = body.contentFormat();
		if (format.isPresent()) {
			writer.number(CONTENT_FORMAT, format.getAsInt());
		}
		if (more || request.block().isPresent()) {
			writer.number(BLOCK2, new Block(asked.number(), more, asked.sizeExponent()).value());
		}
		if (size > 0) {
			byte[] block = new byte[size];
			body.read(position, block, size);
			writer.put(PAYLOAD_MARKER);
			System.arraycopy(block, 0, writer.bytes, writer.length, size);
			writer.length += size;
		}
		return Arrays.copyOf(writer.bytes, writer.length);
	}

	/** §5.2.1: an answer to a confirmable request rides on the acknowledgement. */
	private void begin(CoapHeader request, byte[] datagram, CoapCode code) {
		boolean confirmable = request.isConfirmable();
		int messageId = confirmable ? request.messageId() : ThreadLocalRandom.current().nextInt(1 << 16);
		header(confirmable ? CoapHeader.ACKNOWLEDGEMENT : CoapHeader.NON_CONFIRMABLE, request.tokenLength(),
				code.value(), messageId);
		System.arraycopy(datagram, CoapHeader.BYTES, bytes, length, request.tokenLength());
		length += request.tokenLength();
	}

	private void header(int type, int tokenLength, int code, int messageId) {
		put(VERSION | type << 4 | tokenLength);
		put(code);
		put(messageId >> 8);
		put(messageId);
	}

	/** §3.2: a number without leading zero bytes. */
	private void number(int option, int value) {
		option(option, value, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 7) / 8);
	}

	/** The lowest bytes of the value. Options come in the order of their numbers. */
	private void option(int option, int value, int valueBytes) {
		int delta = option - lastOption;
		lastOption = option;
		// The greatest delta of these options is 23.
		put(Math.min(delta, 13) << 4 | valueBytes);
		if (delta >= 13) {
			put(delta - 13);
		}
		for (int shift = 8 * (valueBytes - 1); shift >= 0; shift -= 8) {
			put(value >> shift);
		}
	}

	private void put(int value) {
		bytes[length++] = (byte) value;
	}

}
