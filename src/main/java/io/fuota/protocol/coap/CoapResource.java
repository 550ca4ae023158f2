package io.fuota.protocol.coap;

import java.io.IOException;
import java.util.List;

/** What is served under some paths. Called by several threads at once. */
public interface CoapResource {

	/** Whether a request for this path is this resource's to answer. */
	boolean serves(List<String> path);

	/**
	 * Answers a request.
	 * @throws IOException if bytes can't be read: answered by a reset, and told to the
	 * log
	 */
	CoapAnswer answer(CoapRequest request) throws IOException;

	/** For {@code /.well-known/core}: links in the format of RFC 6690, at least one. */
	String links();

}
