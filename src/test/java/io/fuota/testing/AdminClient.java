package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The operator: sends what curl sends, on a connection for each command. */
public final class AdminClient {

	// A hundred thousand rows take a while on a busy machine.
	private static final int PATIENCE_MILLIS = 60_000;

	private static final Pattern FIRST_FIELD = Pattern.compile("(?m)^\"((?:[^\"]|\"\")*)\"");

	private final int port;

	private final String authorization;

	public AdminClient(int port, String username, String password) {
		this.port = port;
		this.authorization = basic(username, password);
	}

	/** The value of an {@code Authorization} header. */
	public static String basic(String username, String password) {
		byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
		return "Basic " + Base64.getEncoder().encodeToString(pair);
	}

	/** One segment of a path, percent-encoded. */
	public static String encode(String segment) {
		return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * The lines of a request up to, and without, the empty line; {@code target} goes out
	 * as it is.
	 */
	public String head(String method, String target, String... headerLines) {
		StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
		head.append("Host: localhost:" + this.port + "\r\n");
		head.append("Authorization: " + this.authorization + "\r\n");
		head.append("User-Agent: curl/8.14.1\r\nAccept: */*\r\n");
		for (String line : headerLines) {
			head.append(line).append("\r\n");
		}
		return head.toString();
	}

	public RawResponse get(String target, String... headerLines) {
		return exchange("GET", head("GET", target, headerLines), new byte[0]);
	}

	public RawResponse head(String target, List<String> headerLines) {
		return exchange("HEAD", head("HEAD", target, headerLines.toArray(String[]::new)), new byte[0]);
	}

	public RawResponse delete(String target) {
		return exchange("DELETE", head("DELETE", target), new byte[0]);
	}

	/**
	 * {@code curl -T} or {@code curl -X PUT --data-binary}, with the Content-Type given.
	 */
	public RawResponse put(String target, String contentType, byte[] body, String... headerLines) {
		String head = head("PUT", target, headerLines) + "Content-Type: " + contentType + "\r\nContent-Length: "
				+ body.length + "\r\n";
		return exchange("PUT", head, body);
	}

	/**
	 * Any method, with a body of known length and no Content-Type; {@code accept} is a
	 * whole header line.
	 */
	public RawResponse send(String method, String target, byte[] body, String accept) {
		String head = head(method, target).replace("Accept: */*", accept) + "Content-Length: " + body.length + "\r\n";
		return exchange(method, head, body);
	}

	/** Uploads a firmware file; it must succeed. */
	public RawResponse upload(String name, byte[] content) {
		return must200(put("/files/" + name, "application/octet-stream", content));
	}

	/** Assigns a file to a device; it must succeed. */
	public void assign(String deviceId, String fromVersion, String file) {
		String row = "\"%s\",\"%s\",\"%s\"".formatted(deviceId.replace("\"", "\"\""), fromVersion, file);
		must200(put("/devices/" + encode(deviceId), "text/csv", row.getBytes(StandardCharsets.UTF_8)));
	}

	/** A form, as curl and Python's requests post it. */
	public RawResponse post(String target, String contentType, byte[] body, String... headerLines) {
		boolean accepts = Stream.of(headerLines).anyMatch((line) -> line.startsWith("Accept: "));
		String head = head("POST", target, headerLines).replace("Accept: */*\r\n", accepts ? "" : "Accept: */*\r\n")
				+ "Content-Type: " + contentType + "\r\nContent-Length: " + body.length + "\r\n";
		return exchange("POST", head, body);
	}

	/** Deletes every device and every file. */
	public void clear() {
		firstFields(get("/devices")).forEach((id) -> must200(delete("/devices/" + encode(id))));
		firstFields(get("/files")).forEach((name) -> must200(delete("/files/" + name)));
	}

	private static List<String> firstFields(RawResponse csv) {
		return FIRST_FIELD.matcher(must200(csv).text())
			.results()
			.map((row) -> row.group(1).replace("\"\"", "\""))
			.toList();
	}

	private static RawResponse must200(RawResponse response) {
		if (response.status() != 200) {
			throw new IllegalStateException("not 200: " + response);
		}
		return response;
	}

	private RawResponse exchange(String method, String head, byte[] body) {
		try (RawTlsClient client = RawTlsClient.connect(this.port)) {
			ByteArrayOutputStream request = new ByteArrayOutputStream();
			request.writeBytes((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
			request.writeBytes(body);
			client.patience(PATIENCE_MILLIS);
			client.send(request.toByteArray());
			return method.equals("HEAD") ? client.receiveToHead() : client.receive();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
