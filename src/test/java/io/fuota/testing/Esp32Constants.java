package io.fuota.testing;

import java.security.cert.X509Certificate;
import java.util.function.IntSupplier;

/**
 * What is compiled into an esp32-fuota device: it can't change in the field.
 *
 * @param host compared with the certificate and sent in {@code Host}; the connection
 * itself goes to the loopback address
 * @param port of the server; asked for at each request, because a test server has another
 * one after a restart
 * @param embedded {@code server_certs/ca_cert.pem}: the only certificate it trusts
 */
public record Esp32Constants(String host, IntSupplier port, X509Certificate embedded, String username,
		String password) {

	/** A device built for this server, with the certificate that it has now. */
	public static Esp32Constants of(TestServer server) {
		return new Esp32Constants("localhost", server::port, server.certificate(), TestServer.USERNAME,
				TestServer.PASSWORD);
	}

	public Esp32Constants host(String name) {
		return new Esp32Constants(name, this.port, this.embedded, this.username, this.password);
	}

	public Esp32Constants credentials(String name, String secret) {
		return new Esp32Constants(this.host, this.port, this.embedded, name, secret);
	}

	public Esp32Constants embedded(X509Certificate certificate) {
		return new Esp32Constants(this.host, this.port, certificate, this.username, this.password);
	}

	/** Everything before the path of a URL. */
	String origin() {
		return "https://" + this.host + ":" + this.port.getAsInt();
	}

}
