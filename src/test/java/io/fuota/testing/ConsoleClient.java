package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts: keeps cookies, fills forms in. */
public final class ConsoleClient {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private static final int PATIENCE_MILLIS = 60_000;

	private final TestServer server;

	private final Map<String, String> cookies = new LinkedHashMap<>();

	private String token = "";

	public ConsoleClient(TestServer server) {
		this.server = server;
	}

	/** Logs in as the server's first account. */
	public static ConsoleClient loggedIn(TestServer server) {
		ConsoleClient client = new ConsoleClient(server);
		client.get("/console/log-in");
		RawResponse answer = client.logIn(TestServer.USERNAME, TestServer.PASSWORD);
		if (answer.status() != 303) {
			throw new IllegalStateException("not logged in: " + answer);
		}
		client.get("/console");
		return client;
	}

	/** Sends the log-in form; a page with it must have been loaded before. */
	public RawResponse logIn(String username, String password, String... headerLines) {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("username", username);
		fields.put("password", password);
		return post("/console/log-in", fields, headerLines);
	}

	/** Loads a page, and keeps its token for the next form. */
	public RawResponse get(String target, String... headerLines) {
		RawResponse page = exchange("GET", target, "", new byte[0], headerLines);
		Matcher found = TOKEN.matcher(page.text());
		if (found.find()) {
			this.token = found.group(1);
		}
		return page;
	}

	/** Sends a form, with the token of the page that was loaded last. */
	public RawResponse post(String target, Map<String, String> fields, String... headerLines) {
		Map<String, String> all = new LinkedHashMap<>(fields);
		all.putIfAbsent("_csrf", this.token);
		String form = all.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return exchange("POST", target, "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.US_ASCII),
				headerLines);
	}

	/** Any method and body. */
	public RawResponse send(String method, String target, String contentType, byte[] body, String... headerLines) {
		return exchange(method, target, contentType, body, headerLines);
	}

	/** The token of the page that was loaded last. */
	public String token() {
		return this.token;
	}

	public Map<String, String> cookies() {
		return this.cookies;
	}

	private RawResponse exchange(String method, String target, String contentType, byte[] body, String... headerLines) {
		StringBuilder head = new StringBuilder(
				method + " " + target + " HTTP/1.1\r\nHost: localhost:" + this.server.port()
						+ "\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\nConnection: close\r\n");
		if (!this.cookies.isEmpty()) {
			head.append("Cookie: ")
				.append(this.cookies.entrySet()
					.stream()
					.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
					.collect(Collectors.joining("; ")))
				.append("\r\n");
		}
		for (String line : headerLines) {
			head.append(line).append("\r\n");
		}
		if (!method.equals("GET")) {
			head.append("Content-Type: ").append(contentType).append("\r\n");
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			ByteArrayOutputStream request = new ByteArrayOutputStream();
			request.writeBytes((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			request.writeBytes(body);
			client.patience(PATIENCE_MILLIS);
			client.send(request.toByteArray());
			RawResponse answer = client.receive();
			answer.headers("Set-Cookie").forEach(this::keep);
			return answer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void keep(String cookie) {
		String pair = cookie.split(";", 2)[0];
		String name = pair.substring(0, pair.indexOf('='));
		String value = pair.substring(pair.indexOf('=') + 1);
		if (value.isEmpty()) {
			this.cookies.remove(name);
		}
		else {
			this.cookies.put(name, value);
		}
	}

}
