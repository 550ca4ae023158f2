package io.fuota.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Sends what a Mongoose OS device sends (docs/protocols/mongoose-os.md §5.1), on a
 * connection for each request.
 */
public final class MongooseClient {

	private final int port;

	public MongooseClient(TestServer server) {
		this.port = server.port();
	}

	/**
	 * A request as the 2018 client writes it.
	 * @param lines whole header lines behind those of every request
	 */
	public static String request(String target, String... lines) {
		StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: fuota.example:50000\r\n");
		head.append("Content-Length: 0\r\n");
		for (String line : lines) {
			head.append(line).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	/** The headers of a device with this id and MAC. */
	public static String[] headers(String id, String firmware) {
		return new String[] { "X-MGOS-Device-ID: " + id + " 246F280A1B2C", "X-MGOS-FW-Version: " + firmware };
	}

	/** Asks as the device of the vectors, {@code esp32_0A1B2C}. */
	public RawResponse get(String target, String firmware) {
		return send(request(target, headers("esp32_0A1B2C", firmware)));
	}

	/** Sends any text and reads one answer. */
	public RawResponse send(String request) {
		try (RawTlsClient client = RawTlsClient.connect(this.port)) {
			return client.send(request.getBytes(StandardCharsets.UTF_8)).receive();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Puts rules in the place of all that were there; none: no rules. */
	public static RawResponse rules(AdminClient admin, String... lines) {
		return admin.put("/api/v1/mongoose/rules", "text/csv",
				String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
	}

}
