package io.fuota.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A device protocol that an operator may name for the plain HTTP listener, for devices
 * without TLS.
 */
public interface PlainHttpProtocol {

	/** As FUOTA_HTTP_PROTOCOLS names it. */
	String name();

	/** Whether this request is for it, by its path. */
	boolean serves(HttpServletRequest request);

}
