package io.fuota.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A device of the Exosite API, as bytes on a TLS connection for each request. */
public final class ExositeClient {

	public static final String PRODUCT = "p1";

	private final TestServer server;

	private final String product;

	public ExositeClient(TestServer server, String product) {
		this.server = server;
		this.product = product;
	}

	/** Lets a device activate; it must succeed. */
	public void enable(String sn) {
		RawResponse answer = new ApiClient(this.server).send("PUT",
				"/exosite/products/" + this.product + "/devices/" + sn, "");
		if (answer.status() != 200 && answer.status() != 201) {
			throw new IllegalStateException("not enabled: " + answer);
		}
	}

	/** Enables and activates a device, and returns its token. */
	public String activated(String sn) {
		enable(sn);
		RawResponse answer = activate(sn);
		if (answer.status() != 200) {
			throw new IllegalStateException("not activated: " + answer);
		}
		return answer.text();
	}

	public RawResponse activate(String sn) {
		return post("/provision/activate", "vendor=" + this.product + "&model=" + this.product + "&sn=" + sn);
	}

	/** Deletes every device of the product, and every package. */
	public void clear() {
		ApiClient api = new ApiClient(this.server);
		for (var device : api.get("/exosite/products/" + this.product + "/devices?limit=1000").get("items")) {
			api.send("DELETE", "/exosite/products/" + this.product + "/devices/" + device.get("sn").asString(), "");
		}
		for (var known : api.get("/packages")) {
			api.send("DELETE", "/packages/" + known.get("name").asString(), "");
		}
	}

	public RawResponse get(String target, String... headerLines) {
		return exchange(request("GET", target, List.of(headerLines), ""));
	}

	public RawResponse post(String target, String body, String... headerLines) {
		return exchange(request("POST", target, List.of(headerLines), body));
	}

	/** The bytes of a request, as ISO-8859-1. */
	public String request(String method, String target, List<String> headerLines, String body) {
		StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
		text.append("Host: " + this.product + ".m2.exosite.io\r\n");
		headerLines.forEach(line -> text.append(line).append("\r\n"));
		if (method.equals("POST")) {
			text.append("Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n");
			text.append("Content-Length: " + body.length() + "\r\n");
		}
		return text.append("\r\n").append(body).toString();
	}

	/** Sends a request and leaves the connection open for its answer. */
	public RawTlsClient begin(String request) {
		try {
			return RawTlsClient.connect(this.server.port()).send(request.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The long poll that the guide's script sends. */
	public RawTlsClient beginPoll(String cik, long timeoutMillis) {
		return begin(request("GET", "/onep:v1/stack/alias?config_otau",
				List.of(cik(cik), "Accept: application/x-www-form-urlencoded; charset=utf-8",
						"Request-Timeout: " + timeoutMillis, "If-Modified-Since: 0"),
				""));
	}

	public RawResponse poll(String cik, long timeoutMillis) {
		return receive(beginPoll(cik, timeoutMillis));
	}

	/** The answer, which must be all that comes; the connection is closed. */
	public static RawResponse receive(RawTlsClient connection) {
		try (connection) {
			RawResponse answer = connection.receive();
			connection.halfClose();
			byte[] rest = connection.receiveRest();
			if (rest.length > 0) {
				throw new IllegalStateException(rest.length + " bytes came behind " + answer);
			}
			return answer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A header line. */
	public static String cik(String cik) {
		return "X-Exosite-CIK: " + cik;
	}

	private RawResponse exchange(String request) {
		return receive(begin(request));
	}

}
