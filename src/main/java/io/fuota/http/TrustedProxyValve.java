package io.fuota.http;

import io.fuota.address.IpText;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Behind a proxy that the operator trusts, the client is the address that the proxy names
 * in {@code X-Forwarded-For}: the last one in it that is no trusted proxy itself. What
 * the client calls the server is noted, too ({@link ForwardedOrigin}). From anybody else
 * the headers are ignored.
 */
final class TrustedProxyValve extends ValveBase {

	private final List<IpAddressMatcher> trusted;

	TrustedProxyValve(List<String> networks) {
		super(true);
		this.trusted = networks.stream().map(IpAddressMatcher::new).toList();
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (isTrusted(request.getRemoteAddr())) {
			ForwardedOrigin.of(request).ifPresent(origin -> request.setAttribute(ForwardedOrigin.ATTRIBUTE, origin));
			List<String> hops = new ArrayList<>();
			Collections.list(request.getHeaders("X-Forwarded-For"))
				.forEach(line -> Collections.addAll(hops, line.split(",")));
			for (String hop : hops.reversed()) {
				String address = hop.strip();
				if (!IpText.isAddress(address)) {
					break;
				}
				request.setRemoteAddr(address);
				if (!isTrusted(address)) {
					break;
				}
			}
		}
		getNext().invoke(request, response);
	}

	private boolean isTrusted(String address) {
		return trusted.stream().anyMatch(network -> network.matches(address));
	}

}
