package io.fuota.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/**
 * How a client that is here now reaches the server. Never by what the client itself says,
 * so that nobody can have others sent elsewhere.
 */
@Component
public class PublicAddress {

	private final ListenerSettings settings;

	PublicAddress(ListenerSettings settings) {
		this.settings = settings;
	}

	/**
	 * An absolute URL without a slash at the end: what the setting says, else what a
	 * trusted proxy says, else the configured host and the port that the request came in
	 * by. A client of the plain listener is never told an https URL, which it couldn't
	 * use.
	 */
	public String of(HttpServletRequest request) {
		String own = settings.ownUrl(request.getLocalPort());
		if (!request.isSecure()) {
			own = "http" + own.substring("https".length());
		}
		boolean usable = request.isSecure() || settings.publicUrl().startsWith("http://");
		if (!settings.publicUrl().isEmpty() && usable) {
			return settings.publicUrl(request.getLocalPort());
		}
		return request.getAttribute(ForwardedOrigin.ATTRIBUTE) instanceof String forwarded ? forwarded : own;
	}

}
