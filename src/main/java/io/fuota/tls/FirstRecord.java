package io.fuota.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the first bytes of a TLS client ask for (RFC 8446 section 4.1.2). */
final class FirstRecord {

	private static final int HANDSHAKE = 22;

	private static final int CLIENT_HELLO = 1;

	private static final int RECORD_HEADER = 5;

	private static final int HANDSHAKE_LENGTH = 3;

	private static final int VERSION_AND_RANDOM = 2 + 32;

	/** {@code max_fragment_length}, RFC 6066 section 4. */
	private static final int MAX_FRAGMENT_LENGTH = 1;

	private FirstRecord() {
	}

	/** {@code server_name}, RFC 6066 section 3. */
	private static final int SERVER_NAME = 0;

	private static final int HOST_NAME = 0;

	/**
	 * Whether the client asks for records of less than 16 KiB. The buffer's position
	 * stays.
	 */
	static boolean asksForSmallRecords(ByteBuffer bytes) {
		return extension(bytes, MAX_FRAGMENT_LENGTH).isPresent();
	}

	/**
	 * The host name that the client names; empty where it names none. The buffer's
	 * position stays.
	 */
	static Optional<String> serverName(ByteBuffer bytes) {
		return extension(bytes, SERVER_NAME).flatMap(FirstRecord::hostName);
	}

	private static Optional<String> hostName(ByteBuffer list) {
		try {
			skip(list, 2);
			if (list.get() != HOST_NAME) {
				return Optional.empty();
			}
			byte[] name = new byte[list.getShort() & 0xffff];
			list.get(name);
			return Optional.of(new String(name, StandardCharsets.US_ASCII));
		}
		catch (BufferUnderflowException | IllegalArgumentException cutOrMalformed) {
			return Optional.empty();
		}
	}

	/** What stands in an extension of the first message. */
	private static Optional<ByteBuffer> extension(ByteBuffer bytes, int wanted) {
		ByteBuffer hello = bytes.duplicate();
		try {
			if (hello.get() != HANDSHAKE) {
				return Optional.empty();
			}
			skip(hello, RECORD_HEADER - 1);
			if (hello.get() != CLIENT_HELLO) {
				return Optional.empty();
			}
			skip(hello, HANDSHAKE_LENGTH + VERSION_AND_RANDOM);
			skip(hello, hello.get() & 0xff);
			skip(hello, hello.getShort() & 0xffff);
			skip(hello, hello.get() & 0xff);
			int extensions = hello.getShort() & 0xffff;
			int end = hello.position() + extensions;
			while (hello.position() < end) {
				int type = hello.getShort() & 0xffff;
				int length = hello.getShort() & 0xffff;
				if (type == wanted) {
					return Optional.of(hello.slice(hello.position(), Math.min(length, hello.remaining())));
				}
				skip(hello, length);
			}
			return Optional.empty();
		}
		catch (BufferUnderflowException | IllegalArgumentException cutOrMalformed) {
			return Optional.empty();
		}
	}

	private static void skip(ByteBuffer bytes, int count) {
		bytes.position(bytes.position() + count);
	}

}
