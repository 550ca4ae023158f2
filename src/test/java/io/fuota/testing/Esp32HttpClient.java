package io.fuota.testing;

import java.io.IOException;
import java.util.Optional;

/**
 * The HTTP client of ESP-IDF 4.4.4 as esp32-fuota uses it ({@code esp_http_client.c};
 * {@code docs/protocols/esp32-fuota-https.md} §1.1): one request on each connection,
 * fixed header order, pre-emptive credentials, TLS 1.2.
 */
final class Esp32HttpClient {

	/**
	 * Without the NUL at its end. A URL of exactly this length loses its last character
	 * to {@code snprintf}.
	 */
	static final int URL_BUFFER = 512;

	/** The request line with {@code GET}, the version and CRLF must fit. */
	static final int TRANSMIT_BUFFER = 512;

	private static final int READ_TIMEOUT_MILLIS = 5_000;

	private final Esp32Constants constants;

	private final TlsOptions tls;

	Esp32HttpClient(Esp32Constants constants) {
		this.constants = constants;
		this.tls = TlsOptions.trusting(new MbedTlsTrust(constants.embedded(), constants.host()))
			.protocol("TLSv1.2")
			.serverName(constants.host())
			.receiveBufferBytes(8 * 1024);
	}

	/**
	 * The URL after it went through the buffer; nothing: it's too long, and no request is
	 * made.
	 */
	Optional<String> url(String pathAndQuery) {
		String url = this.constants.origin() + pathAndQuery;
		if (url.length() > URL_BUFFER) {
			return Optional.empty();
		}
		return Optional.of((url.length() == URL_BUFFER) ? url.substring(0, URL_BUFFER - 1) : url);
	}

	/**
	 * Sends a GET and reads up to the end of the answer's header.
	 * @throws IOException where the firmware gets {@code OTA_CONN_ERR}
	 */
	Exchange get(String url) throws IOException {
		String request = request(url);
		RawTlsClient connection = RawTlsClient.connect(this.constants.port().getAsInt(), this.tls);
		try {
			connection.patience(READ_TIMEOUT_MILLIS);
			connection.send(request);
			return new Exchange(connection, RawResponse.readWithoutBody(connection.incoming()));
		}
		catch (IOException ex) {
			connection.close();
			throw ex;
		}
	}

	/** The bytes of the request, as ISO-8859-1. */
	String request(String url) throws IOException {
		String target = url.substring(this.constants.origin().length());
		if (!target.chars().allMatch((character) -> character > ' ' && character < 0x7F)) {
			throw new IOException("http_parser takes no such URL: " + url);
		}
		int fragment = target.indexOf('#');
		String line = "GET " + ((fragment < 0) ? target : target.substring(0, fragment)) + " HTTP/1.1\r\n";
		if (line.length() > TRANSMIT_BUFFER) {
			throw new IOException("the request line doesn't fit into the transmit buffer");
		}
		return line + "User-Agent: ESP32 HTTP Client/1.0\r\n" + "Host: " + hostAndPort() + "\r\n" + "Authorization: "
				+ AdminClient.basic(this.constants.username(), this.constants.password()) + "\r\n"
				+ "Content-Length: 0\r\n\r\n";
	}

	private String hostAndPort() {
		int port = this.constants.port().getAsInt();
		return (port == 80 || port == 443) ? this.constants.host() : this.constants.host() + ":" + port;
	}

	/** An answer whose body is still to be read. */
	record Exchange(RawTlsClient connection, RawResponse head) implements AutoCloseable {

		/**
		 * As {@code esp_http_client_fetch_headers} tells it: 0 without a length, and for
		 * a chunked body.
		 */
		int contentLength() {
			return this.head.isChunked() ? 0 : this.head.header("Content-Length").map(Integer::parseInt).orElse(0);
		}

		@Override
		public void close() throws IOException {
			this.connection.close();
		}

	}

}
