package io.fuota.protocol.coap;

/**
 * The four bytes that each message begins with (RFC 7252 §3).
 *
 * @param type 0 confirmable, 1 non-confirmable, 2 acknowledgement, 3 reset
 * @param tokenLength as it was sent, 0 to 15
 * @param code 0 to 255: class and detail
 * @param messageId 0 to 65,535
 */
record CoapHeader(int type, int tokenLength, int code, int messageId) {

	static final int BYTES = 4;

	static final int CONFIRMABLE = 0;

	static final int NON_CONFIRMABLE = 1;

	static final int ACKNOWLEDGEMENT = 2;

	static final int RESET = 3;

	static final int MAX_TOKEN_LENGTH = 8;

	private static final int REQUEST_CLASS = 0;

	/** Of a datagram of at least {@link #BYTES} bytes. */
	static CoapHeader of(byte[] datagram) {
		int first = Byte.toUnsignedInt(datagram[0]);
		return new CoapHeader(first >> 4 & 3, first & 0xf, Byte.toUnsignedInt(datagram[1]),
				Byte.toUnsignedInt(datagram[2]) << 8 | Byte.toUnsignedInt(datagram[3]));
	}

	boolean isConfirmable() {
		return type == CONFIRMABLE;
	}

	boolean isEmpty() {
		return code == 0;
	}

	boolean isRequest() {
		return code != 0 && code >> 5 == REQUEST_CLASS;
	}

}
