package io.fuota.http;

import io.fuota.address.PortNumber;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/** A port beside the HTTPS one, if it is opened at all. */
final class ExtraConnector {

	private volatile @Nullable Connector connector;

	/**
	 * Opens it when the web server starts.
	 * @param name of its threads
	 * @param setUp what it has besides what all connectors have
	 */
	void open(TomcatServletWebServerFactory factory, PortNumber port, String name, Consumer<Connector> setUp) {
		Connector extra = new Connector(new FrugalProtocol());
		extra.setPort(port.number());
		HttpsListener.setUp(extra);
		setUp.accept(extra);
		if (extra.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
			http.setExecutor(new VirtualThreadExecutor(name + "-handler-"));
		}
		connector = extra;
		factory.addAdditionalConnectors(extra);
	}

	boolean is(Connector other) {
		return other.equals(connector);
	}

	/** Empty where it isn't open. */
	OptionalInt port() {
		Connector open = connector;
		return open == null ? OptionalInt.empty() : OptionalInt.of(open.getLocalPort());
	}

	/** How many connections it takes at a time; empty where it isn't open. */
	OptionalInt connections() {
		Connector open = connector;
		return open != null && open.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http
				? OptionalInt.of(http.getMaxConnections()) : OptionalInt.empty();
	}

}
