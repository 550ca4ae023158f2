package io.fuota.protocol.coap;

/** What a request wants (RFC 7252 §12.1.1). */
public enum CoapMethod {

	GET, POST, PUT, DELETE,

	/** One that this server knows nothing of (RFC 8132, or not assigned). */
	OTHER;

	private static final CoapMethod[] BY_CODE = { GET, POST, PUT, DELETE };

	/** By the code, 1 to 31. */
	static CoapMethod of(int code) {
		return code <= BY_CODE.length ? BY_CODE[code - 1] : OTHER;
	}

}
