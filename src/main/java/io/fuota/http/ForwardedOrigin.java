package io.fuota.http;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.connector.Request;

/**
 * Scheme and host as a client of a trusted proxy wrote them, from
 * {@code X-Forwarded-Proto}, {@code -Host} and {@code -Port}. Where one has several
 * values, the last one counts: it is the trusted proxy's own.
 */
final class ForwardedOrigin {

	static final String ATTRIBUTE = ForwardedOrigin.class.getName();

	private static final String HOST = "([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]+])";

	private static final String PORT = "[1-9][0-9]{0,4}";

	private ForwardedOrigin() {
	}

	/** Empty where the proxy doesn't name a host, or nothing that could be one. */
	static Optional<String> of(Request request) {
		Optional<String> host = last(request, "X-Forwarded-Host")
			.filter(text -> text.matches(HOST + "(:" + PORT + ")?"));
		String scheme = last(request, "X-Forwarded-Proto").filter(text -> text.matches("https?"))
			.orElse(request.isSecure() ? "https" : "http");
		return host.map(name -> scheme + "://" + name + port(request, scheme, name));
	}

	private static String port(Request request, String scheme, String host) {
		String usual = scheme.equals("https") ? "443" : "80";
		return last(request, "X-Forwarded-Port").filter(port -> port.matches(PORT) && !port.equals(usual))
			.filter(_ -> host.matches(HOST))
			.map(port -> ":" + port)
			.orElse("");
	}

	private static Optional<String> last(Request request, String header) {
		List<String> lines = Collections.list(request.getHeaders(header));
		if (lines.isEmpty()) {
			return Optional.empty();
		}
		String line = lines.getLast();
		return Optional.of(line.substring(line.lastIndexOf(',') + 1).strip());
	}

}
