package io.fuota.tls;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

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

	/**
	 * Whether the client asks for records of less than 16 KiB. The buffer's position
	 * stays.
	 */
	static boolean asksForSmallRecords(ByteBuffer bytes) {
		ByteBuffer hello = bytes.duplicate();
		try {
			if (hello.get() != HANDSHAKE) {
				return false;
			}
			skip(hello, RECORD_HEADER - 1);
			if (hello.get() != CLIENT_HELLO) {
				return false;
			}
			skip(hello, HANDSHAKE_LENGTH + VERSION_AND_RANDOM);
			skip(hello, hello.get() & 0xff);
			skip(hello, hello.getShort() & 0xffff);
			skip(hello, hello.get() & 0xff);
			int extensions = hello.getShort() & 0xffff;
			int end = hello.position() + extensions;
			while (hello.position() < end) {
				if (hello.getShort() == MAX_FRAGMENT_LENGTH) {
					return true;
				}
				skip(hello, hello.getShort() & 0xffff);
			}
			return false;
		}
		catch (BufferUnderflowException | IllegalArgumentException cutOrMalformed) {
			return false;
		}
	}

	private static void skip(ByteBuffer bytes, int count) {
		bytes.position(bytes.position() + count);
	}

}
