package io.fuota.http;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Sets up Tomcat as devices need it. */
@Component
class HttpsListener implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

	/**
	 * Characters that devices and scripts put into a path or query unescaped, against RFC
	 * 3986.
	 */
	private static final String RAW_CHARACTERS = "\"<>[]^`{|}";

	/**
	 * Connections that the system takes while the server is busy with others: devices
	 * that lost their network come back all at once. The system may have a limit of its
	 * own (net.core.somaxconn).
	 */
	private static final int BACKLOG = 4_096;

	/** Room for headers behind a chunked body, which each connection has; none come. */
	private static final int TRAILER_BYTES = 512;

	private final ListenerSettings settings;

	private final RefusalLog refusals;

	HttpsListener(ListenerSettings settings, RefusalLog refusals) {
		this.settings = settings;
		this.refusals = refusals;
	}

	@Override
	public int getOrder() {
		// Behind Spring Boot's own, which sets the port from its own property.
		return 1;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.setProtocol(FrugalProtocol.class.getName());
		factory.setPort(settings.port());
		factory.addEngineValves(new TrustedProxyValve(settings.trustedProxies()), new RequestLogValve(refusals),
				new ExactContentType());
		factory.addContextCustomizers(context -> {
			StandardHost host = (StandardHost) context.getParent();
			host.setErrorReportValveClass(SilentErrorValve.class.getName());
		});
		factory.addConnectorCustomizers(HttpsListener::setUp);
	}

	/** What is the same with TLS and without. */
	static void setUp(Connector connector) {
		connector.setProperty("relaxedPathChars", RAW_CHARACTERS);
		connector.setProperty("relaxedQueryChars", RAW_CHARACTERS);
		// "100 Continue" only when a handler reads the body: a refusal comes before
		// it.
		connector.setProperty("continueResponseTiming", "onRead");
		// Without TLS, bytes go to and from the socket without a copy on the heap
		// (docs/adr/0022). With TLS they do so too, see TlsChannel.
		connector.setProperty("socket.directBuffer", "true");
		// With more than 2 GiB of heap Tomcat would use channels again, and a late thread
		// could meet another client's bytes.
		connector.setProperty("socket.bufferPool", "0");
		// A poller may keep its connection; an idle one is ended all the same.
		connector.setProperty("maxKeepAliveRequests", "-1");
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
			http.setCompression("off");
			http.setMaxTrailerSize(TRAILER_BYTES);
			http.setMaxConnections(ConnectionLimit.ofThisProcess());
			http.setAcceptCount(BACKLOG);
		}
	}

}
