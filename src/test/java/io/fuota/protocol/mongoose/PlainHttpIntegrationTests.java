package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fuota.http.PlainHttpListener;
import io.fuota.testing.AdminClient;
import io.fuota.testing.MongooseBundle;
import io.fuota.testing.MongooseClient;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Devices without TLS; nobody else is served without it. */
class PlainHttpIntegrationTests {

	private static final byte[] BUNDLE = MongooseBundle.of("demo", "esp32", "1.1", "b", 96 * 1024);

	private static final TestServer SERVER = TestServer.prepare();

	@BeforeAll
	static void start() {
		SERVER.with("FUOTA_HTTP_PORT", "random")
			.with("FUOTA_HTTP_PROTOCOLS", "mongoose")
			.with("FUOTA_MONGOOSE_STYLE", "redirect")
			.with("FUOTA_PUBLIC_URL", "https://fuota.example.com")
			.with("FUOTA_MONGOOSE_RATE", "64KiB")
			.start();
		SERVER.admin().upload("demo.zip", BUNDLE);
		SERVER.admin().assign("esp32_0A1B2C", "1.0", "demo.zip");
	}

	@AfterAll
	static void close() {
		SERVER.close();
	}

	@Test
	void aDeviceIsServedAndNeverSentToHttps() throws IOException {
		String[] headers = MongooseClient.headers("esp32_0A1B2C", "esp32 1.0 x");
		String redirect = send(MongooseClient.request("/update", headers));
		assertThat(redirect).startsWith("HTTP/1.1 302")
			.contains("\r\nLocation: http://localhost:" + port() + "/update?bundle=demo.zip\r\n");
		long begin = System.nanoTime();
		String answer = send(MongooseClient.request("/update?bundle=demo.zip", headers));
		assertThat(answer).startsWith("HTTP/1.1 200").contains("\r\nContent-Length: " + BUNDLE.length + "\r\n");
		byte[] body = answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
		assertThat(Arrays.equals(body, BUNDLE)).isTrue();
		assertThat(System.nanoTime() - begin).as("96 KiB at 64 KiB/s take 1.5 s").isGreaterThan(1_400_000_000L);
	}

	@Test
	void nothingElseIsThere() throws IOException {
		String login = "Authorization: " + AdminClient.basic(TestServer.USERNAME, TestServer.PASSWORD);
		for (String path : new String[] { "/devices/a?app_ver=1", "/devices", "/files/demo.zip", "/api/v1/counts",
				"/update/x", "/" }) {
			String answer = send(MongooseClient.request(path, login, "X-MGOS-FW-Version: esp32 1.0 x"));
			assertThat(answer).as(path).startsWith("HTTP/1.1 404").contains("\r\nContent-Length: 0\r\n");
		}
		assertThat(send(MongooseClient.request("/fw/demo.zip"))).startsWith("HTTP/1.1 403");
		assertThat(send(MongooseClient.request("/fw/demo.zip", login))).startsWith("HTTP/1.1 200");
	}

	@Test
	void connectionsHaveALimitOfTheirOwn() {
		assertThat(SERVER.part(PlainHttpListener.class).connections()).hasValue(1_024);
	}

	@Test
	void aProtocolMustBeNamedAndKnown() {
		assertRefused("", "FUOTA_HTTP_PROTOCOLS must name the device protocols that FUOTA_HTTP_PORT is for");
		assertRefused("esp32", "FUOTA_HTTP_PROTOCOLS names “esp32”, and the plain listener can serve mongoose");
	}

	private static void assertRefused(String protocols, String sentence) {
		try (TestServer other = TestServer.prepare()) {
			other.with("FUOTA_HTTP_PORT", "random").with("FUOTA_HTTP_PROTOCOLS", protocols);
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(other::start)
				.satisfies(refused -> assertThat(refused).hasStackTraceContaining(sentence));
		}
	}

	private static int port() {
		return SERVER.part(PlainHttpListener.class).port().orElseThrow();
	}

	/** Sends a request and reads until the server closes the connection. */
	private static String send(String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
			socket.setSoTimeout(15_000);
			String closing = request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
			socket.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

}
