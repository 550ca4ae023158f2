package io.fuota.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Sends single requests shaped as a device's, whole and as they are, and shows the exact
 * answers.
 */
public final class DeviceClient {

	/** The header line with valid credentials. */
	public static final String AUTHORIZED = "Authorization: "
			+ AdminClient.basic(TestServer.USERNAME, TestServer.PASSWORD);

	/**
	 * A server that refuses what a client is still sending may reset the connection
	 * before its answer was read (RFC 9112 section 9.6). Requests of this length, in
	 * bytes, are sent again then.
	 */
	private static final int LONG = 8 * 1024;

	private static final int ATTEMPTS = 50;

	private final int port;

	public DeviceClient(TestServer server) {
		this.port = server.port();
	}

	/** What an esp32-fuota device sends for this target. */
	public RawResponse get(String target) {
		return get(target, AUTHORIZED);
	}

	/** The same with another {@code Authorization} line; none: an empty text. */
	public RawResponse get(String target, String authorizationLine) {
		String authorization = authorizationLine.isEmpty() ? "" : authorizationLine + "\r\n";
		return send("GET " + target + " HTTP/1.1\r\nUser-Agent: ESP32 HTTP Client/1.0\r\nHost: 192.168.1.41:50000\r\n"
				+ authorization + "Content-Length: 0\r\n\r\n");
	}

	/** An authorized GET with these header lines besides. */
	public RawResponse getWith(String target, String... headerLines) {
		return send(request("GET", target, headerLines));
	}

	/** An authorized HEAD with these header lines besides. */
	public RawResponse head(String target, String... headerLines) {
		try (RawTlsClient client = RawTlsClient.connect(this.port)) {
			client.send(request("HEAD", target, headerLines));
			return alone(client, client.receiveToHead());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends these bytes (ISO-8859-1) on a connection of their own. One answer must come
	 * and not a byte behind it.
	 */
	public RawResponse send(String request) {
		return send(request, client -> alone(client, client.receive()));
	}

	/**
	 * Sends these bytes (ISO-8859-1) on a connection of their own, for its first answer.
	 */
	public RawResponse firstAnswer(String request) {
		return send(request, RawTlsClient::receive);
	}

	private RawResponse send(String request, Reading reading) {
		for (int attempt = 1;; attempt++) {
			try (RawTlsClient client = RawTlsClient.connect(this.port)) {
				client.send(request);
				return reading.read(client);
			}
			catch (IOException ex) {
				if (request.length() < LONG || attempt == ATTEMPTS) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

	private static String request(String method, String target, String... headerLines) {
		String more = (headerLines.length == 0) ? "" : String.join("\r\n", headerLines) + "\r\n";
		return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + AUTHORIZED + "\r\n" + more + "\r\n";
	}

	private static RawResponse alone(RawTlsClient client, RawResponse response) throws IOException {
		client.halfClose();
		byte[] rest = client.receiveRest();
		if (rest.length > 0) {
			throw new IllegalStateException(rest.length + " bytes came behind " + response);
		}
		return response;
	}

	private interface Reading {

		RawResponse read(RawTlsClient client) throws IOException;

	}

}
