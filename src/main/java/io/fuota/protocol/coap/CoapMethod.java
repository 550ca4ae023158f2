package io.fuota.protocol.coap;

/** What a request wants (RFC 7252 §12.1.1). */
public enum CoapMethod {

	GET(1), POST(2), PUT(3), DELETE(4),

	/** One that this server knows nothing of (RFC 8132, or not assigned). */
	OTHER(0);

	private static final CoapMethod[] BY_CODE = { GET, POST, PUT, DELETE };

	private final int code;

	CoapMethod(int code) {
		this.code = code;
	}

	/** As it stands in a message; 0 for {@link #OTHER}. */
	int code() {
		return code;
	}

	/** By the code, 1 to 31. */
	static CoapMethod of(int code) {
		return code <= BY_CODE.length ? BY_CODE[code - 1] : OTHER;
	}

}
