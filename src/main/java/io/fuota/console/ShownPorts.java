package io.fuota.console;

import io.fuota.console.SettingsPage.Line;
import io.fuota.http.ListenerSettings;
import io.fuota.http.OwnPortListener;
import io.fuota.http.PlainHttpListener;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where the server listens. */
@Component
class ShownPorts {

	private final Environment environment;

	private final ListenerSettings listener;

	private final ObjectProvider<PlainHttpListener> plain;

	private final ObjectProvider<OwnPortListener> own;

	ShownPorts(Environment environment, ListenerSettings listener, ObjectProvider<PlainHttpListener> plain,
			ObjectProvider<OwnPortListener> own) {
		this.environment = environment;
		this.listener = listener;
		this.plain = plain;
		this.own = own;
	}

	List<Line> lines() {
		int port = environment.getRequiredProperty("local.server.port", Integer.class);
		List<Line> lines = new ArrayList<>();
		lines.add(new Line("HTTPS", Integer.toString(port)));
		lines.add(new Line("reached from outside as", listener.publicUrl(port)));
		own.forEach(other -> lines.add(new Line("HTTPS for Exosite devices alone", tcp(other.port()))));
		plain.forEach(other -> lines.add(new Line("plain HTTP", tcp(other.port()))));
		lines.add(new Line("CoAP", udp("fuota.coap.port")));
		lines.add(new Line("CoAP over DTLS", udp("fuota.coaps.port")));
		lines.add(new Line("health and metrics", environment.getProperty("management.server.address", "127.0.0.1") + ":"
				+ environment.getProperty("local.management.port", "")));
		return lines;
	}

	private static String tcp(OptionalInt port) {
		return port.isPresent() ? Integer.toString(port.getAsInt()) : "off";
	}

	private String udp(String property) {
		String port = environment.getProperty(property, "0");
		return port.equals("0") ? "off" : port.equals("random") ? "a random UDP port" : "UDP " + port;
	}

}
