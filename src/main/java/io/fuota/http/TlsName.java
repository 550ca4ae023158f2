package io.fuota.http;

import jakarta.servlet.ServletRequest;
import java.util.Optional;

/**
 * The host name that a client gave in TLS (RFC 6066 §3), whatever its Host header says.
 */
public final class TlsName {

	static final String ATTRIBUTE = TlsName.class.getName();

	private TlsName() {
	}

	/** In lower case; empty where it gave none, or came without TLS. */
	public static Optional<String> of(ServletRequest request) {
		return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
	}

}
