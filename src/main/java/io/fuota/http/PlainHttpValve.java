package io.fuota.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Lets through what came over TLS, and of what came without it only requests of the
 * protocols that an operator named: everything else isn't there.
 */
final class PlainHttpValve extends ValveBase {

	private final Supplier<List<PlainHttpProtocol>> named;

	PlainHttpValve(Supplier<List<PlainHttpProtocol>> named) {
		super(true);
		this.named = named;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (request.getConnector().getSecure()
				|| named.get().stream().anyMatch(protocol -> protocol.serves(request.getRequest()))) {
			getNext().invoke(request, response);
			return;
		}
		response.setStatus(HttpServletResponse.SC_NOT_FOUND);
		response.setContentLength(0);
	}

}
