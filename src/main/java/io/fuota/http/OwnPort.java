package io.fuota.http;

import io.fuota.address.PortNumber;
import jakarta.servlet.http.HttpServletRequest;

/** A protocol that may be put on an HTTPS port of its own, beside the ordinary one. */
public interface OwnPort {

	/** Which port; off where it has none. */
	PortNumber port();

	/** Whether this request is for it, by its path. */
	boolean serves(HttpServletRequest request);

}
