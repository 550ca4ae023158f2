package io.fuota.protocol.coap;

/** The response codes that this server sends (RFC 7252 §12.1.2, RFC 7959 §6). */
public enum CoapCode {

	CONTENT(2, 5), BAD_REQUEST(4, 0), BAD_OPTION(4, 2), NOT_FOUND(4, 4), METHOD_NOT_ALLOWED(4, 5), NOT_ACCEPTABLE(4, 6),
	REQUEST_TOO_LARGE(4, 13), PROXYING_NOT_SUPPORTED(5, 5);

	private final int value;

	CoapCode(int codeClass, int detail) {
		this.value = codeClass << 5 | detail;
	}

	/** As it stands in a message, 0 to 255. */
	int value() {
		return value;
	}

	/** As it is written: {@code 2.05}. */
	@Override
	public String toString() {
		return (value >> 5) + ".%02d".formatted(value & 0x1f);
	}

}
