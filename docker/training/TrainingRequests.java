import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * What devices and an operator ask of a server, for some seconds: a server that is trained by this for its AOT cache has
 * loaded what it will need, and knows which of it is busy. Arguments: port, certificate, user name, password.
 */
final class TrainingRequests {

	private static final int ROUNDS = 100;

	private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: *([^;\r\n]+)");

	private final int port;

	private final String username;

	private final String password;

	private final String authorization;

	private final SSLContext tls;

	private TrainingRequests(int port, Path certificate, String username, String password)
			throws IOException, GeneralSecurityException {
		this.port = port;
		this.username = username;
		this.password = password;
		this.authorization = Base64.getEncoder()
			.encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
		this.tls = trusting(certificate);
	}

	public static void main(String[] arguments) throws IOException, GeneralSecurityException {
		new TrainingRequests(Integer.parseInt(arguments[0]), Path.of(arguments[1]), arguments[2], arguments[3]).run();
	}

	private void run() throws IOException {
		byte[] firmware = new byte[1_500_000];
		expect(200, "PUT /files/demo-0.1.1.bin", "", firmware);
		expect(200, "PUT /devices/demo", "", "\"demo\",\"0.1.0\",\"demo-0.1.1.bin\"");
		expect(200, "PUT /devices", "", "\"a\",\"1\",\"demo-0.1.1.bin\"\n\"b\",\"1\",\"demo-0.1.1.bin\"\n");
		expect(400, "PUT /devices/demo", "", "no row");
		for (int round = 0; round < ROUNDS; round++) {
			expect(200, "GET /devices/demo?app_ver=0.1.0", "", "");
			expect(204, "GET /devices/demo?app_ver=0.1.1", "", "");
			if (round % 20 == 0) {
				seldom();
			}
		}
		console();
		expect(200, "DELETE /devices/demo", "", "");
		expect(409, "DELETE /files/demo-0.1.1.bin", "", "");
	}

	private void seldom() throws IOException {
		expect(404, "GET /devices/nobody?app_ver=0.1.0", "", "");
		expect(400, "GET /devices/demo", "", "");
		expect(200, "GET /files/demo-0.1.1.bin", "", "");
		expect(206, "GET /files/demo-0.1.1.bin", "Range: bytes=1000-\r\n", "");
		expect(404, "GET /files/none", "", "");
		expect(200, "GET /files", "", "");
		expect(200, "GET /devices", "", "");
		int status = status("GET /devices/demo?app_ver=0.1.0", "Authorization: Basic eDp5\r\n", new byte[0], "TLSv1.2");
		check(403, status, "a wrong password");
	}

	/** What an operator opens first, once: the templates are read and their classes loaded. */
	private void console() throws IOException {
		String form = visit(200, "GET /console/log-in", "", "");
		int token = form.indexOf("name=\"_csrf\" value=\"") + "name=\"_csrf\" value=\"".length();
		String fields = "username=" + encode(this.username) + "&password=" + encode(this.password) + "&_csrf="
				+ encode(form.substring(token, form.indexOf('"', token)));
		String cookies = cookies(form);
		cookies += cookies(visit(303, "POST /console/log-in", cookies, fields));
		for (String page : new String[] { "", "/devices", "/device?id=demo", "/firmware", "/assign" }) {
			visit(200, "GET /console" + page, cookies, "");
		}
	}

	private String visit(int status, String what, String cookies, String form) throws IOException {
		String headers = "Cookie: " + cookies + "\r\nAccept: text/html\r\n";
		String answer = answer(what, headers, "application/x-www-form-urlencoded",
				form.getBytes(StandardCharsets.US_ASCII), "TLSv1.3");
		check(status, status(answer), what);
		return answer;
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private static String cookies(String answer) {
		return COOKIE.matcher(answer).results().map(cookie -> cookie.group(1) + "; ").collect(Collectors.joining());
	}

	private void expect(int status, String what, String headers, String body) throws IOException {
		expect(status, what, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	/** On both versions of TLS where the request changes nothing. */
	private void expect(int status, String what, String headers, byte[] body) throws IOException {
		String all = "Authorization: Basic " + this.authorization + "\r\n" + headers;
		check(status, status(what, all, body, "TLSv1.3"), what);
		if (what.startsWith("GET")) {
			check(status, status(what, all, body, "TLSv1.2"), what);
		}
	}

	private static void check(int expected, int status, String what) throws IOException {
		if (status != expected) {
			throw new IOException(what + " was answered by " + status + " instead of " + expected);
		}
	}

	private int status(String what, String headers, byte[] body, String protocol) throws IOException {
		return status(answer(what, headers, "text/csv", body, protocol));
	}

	private static int status(String answer) {
		return Integer.parseInt(answer.substring(9, 12));
	}

	private String answer(String what, String headers, String type, byte[] body, String protocol) throws IOException {
		try (SSLSocket socket = (SSLSocket) this.tls.getSocketFactory().createSocket("localhost", this.port)) {
			socket.setEnabledProtocols(new String[] { protocol });
			socket.setSoTimeout(60_000);
			String head = what + " HTTP/1.1\r\nUser-Agent: ESP32 HTTP Client/1.0\r\nHost: localhost:" + this.port
					+ "\r\n" + headers + "Content-Length: " + body.length + "\r\nContent-Type: " + type
					+ "\r\nConnection: close\r\n\r\n";
			ByteArrayOutputStream request = new ByteArrayOutputStream();
			request.writeBytes(head.getBytes(StandardCharsets.UTF_8));
			request.writeBytes(body);
			OutputStream out = socket.getOutputStream();
			out.write(request.toByteArray());
			out.flush();
			InputStream in = socket.getInputStream();
			return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	private static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		try (InputStream pem = Files.newInputStream(certificate)) {
			store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
