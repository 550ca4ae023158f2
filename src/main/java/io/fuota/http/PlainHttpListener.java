package io.fuota.http;

import java.util.List;
import java.util.OptionalInt;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Plain HTTP beside HTTPS, where an operator wants it for devices without TLS. */
@Component
public final class PlainHttpListener
		implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, SmartInitializingSingleton, Ordered {

	/** Of the connections that the process can bear; each device has one, for a while. */
	static final int MAX_CONNECTIONS = 1_024;

	private static final Logger LOG = LoggerFactory.getLogger(PlainHttpListener.class);

	private final PlainHttpSettings settings;

	private final ObjectProvider<PlainHttpProtocol> protocols;

	private final ExtraConnector connector = new ExtraConnector();

	PlainHttpListener(PlainHttpSettings settings, ObjectProvider<PlainHttpProtocol> protocols) {
		this.settings = settings;
		this.protocols = protocols;
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
		return 2;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		if (settings.isOff()) {
			return;
		}
		connector.open(factory, settings.number(), "plain-http", PlainHttpListener::takeFewer);
		factory.addEngineValves(new PlainHttpValve(this::named));
	}

	private static void takeFewer(Connector connector) {
		if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
			http.setMaxConnections(Math.min(http.getMaxConnections(), MAX_CONNECTIONS));
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> known = protocols.stream().map(PlainHttpProtocol::name).sorted().toList();
		for (String name : settings.protocols()) {
			if (!known.contains(name)) {
				throw new IllegalArgumentException("FUOTA_HTTP_PROTOCOLS names “" + name
						+ "”, and the plain listener can serve " + String.join(", ", known));
			}
		}
		if (!settings.isOff()) {
			LOG.warn("plain HTTP is open for {}: whoever is on the way can read and change what goes there",
					String.join(", ", settings.protocols()));
		}
	}

	// Asked for by each request: the listener is made before the protocols are.
	private List<PlainHttpProtocol> named() {
		return protocols.stream().filter(protocol -> settings.protocols().contains(protocol.name())).toList();
	}

}
