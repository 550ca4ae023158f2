package io.fuota.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalInt;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * A second HTTPS port, on which one protocol is served and nothing else. Each of the two
 * takes half of the connections that this process can bear.
 */
@Component
public final class OwnPortListener implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

	private final OwnPort protocol;

	private final SecureConnector tls;

	private final ExtraConnector connector = new ExtraConnector();

	OwnPortListener(OwnPort protocol, SecureConnector tls) {
		this.protocol = protocol;
		this.tls = tls;
	}

	/** The port that is open; empty where it is off. */
	public OptionalInt port() {
		return connector.port();
	}

	/** How many connections it takes at a time; empty where it is off. */
	public OptionalInt connections() {
		return connector.connections();
	}

	@Override
	public int getOrder() {
		// Behind HttpsListener: its valve for the log sees what this one refuses.
		return 3;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		if (protocol.port().isOff()) {
			return;
		}
		connector.open(factory, protocol.port(), "own-port", own -> {
			tls.secure(own);
			halve(own);
		});
		factory.addConnectorCustomizers(OwnPortListener::halve);
		factory.addEngineValves(new OnlyThere());
	}

	private static void halve(Connector connector) {
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
			http.setMaxConnections(http.getMaxConnections() / 2);
		}
	}

	/** What isn't the protocol's isn't there. */
	private final class OnlyThere extends ValveBase {

		OnlyThere() {
			super(true);
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			if (!connector.is(request.getConnector()) || protocol.serves(request.getRequest())) {
				getNext().invoke(request, response);
				return;
			}
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
			response.setContentLength(0);
		}

	}

}
