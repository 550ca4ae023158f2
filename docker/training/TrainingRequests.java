import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * What devices and an operator ask of a server, for some seconds: a server that is trained by this for its AOT cache has
 * loaded what it will need, and knows which of it is busy. Arguments: port, certificate, user name, password.
 */
final class TrainingRequests {

	private static final int ROUNDS = 100;

	private final int port;

	private final String authorization;

	private final SSLContext tls;

	private TrainingRequests(int port, Path certificate, String account) throws IOException, GeneralSecurityException {
		this.port = port;
		this.authorization = Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
		this.tls = trusting(certificate);
	}

	public static void main(String[] arguments) throws IOException, GeneralSecurityException {
		new TrainingRequests(Integer.parseInt(arguments[0]), Path.of(arguments[1]), arguments[2] + ":" + arguments[3])
			.run();
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
		try (SSLSocket socket = (SSLSocket) this.tls.getSocketFactory().createSocket("localhost", this.port)) {
			socket.setEnabledProtocols(new String[] { protocol });
			socket.setSoTimeout(60_000);
			String head = what + " HTTP/1.1\r\nUser-Agent: ESP32 HTTP Client/1.0\r\nHost: localhost:" + this.port
					+ "\r\n" + headers + "Content-Length: " + body.length
					+ "\r\nContent-Type: text/csv\r\nConnection: close\r\n\r\n";
			ByteArrayOutputStream request = new ByteArrayOutputStream();
			request.writeBytes(head.getBytes(StandardCharsets.UTF_8));
			request.writeBytes(body);
			OutputStream out = socket.getOutputStream();
			out.write(request.toByteArray());
			out.flush();
			InputStream in = socket.getInputStream();
			byte[] answer = in.readAllBytes();
			return Integer.parseInt(new String(Arrays.copyOfRange(answer, 9, 12), StandardCharsets.US_ASCII));
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
