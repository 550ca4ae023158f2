package io.fuota.protocol.fuota;

import java.io.IOException;
import java.util.stream.Stream;

import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What is refused before a handler sees it has an empty body and says nothing about us.
 */
@SharedTestServer
class ConnectorRefusalsIntegrationTests {

	private static final String CHECK = "GET /devices/00001?app_ver=1 HTTP/1.1\r\n";

	private static final String REST = "Host: localhost\r\n" + DeviceClient.AUTHORIZED + "\r\n";

	private final TestServer server;

	ConnectorRefusalsIntegrationTests(TestServer server) {
		this.server = server;
	}

	static Stream<Arguments> refusals() {
		String big = "X-Big: " + "x".repeat(100_000) + "\r\n";
		return Stream.of(arguments("missing Host", CHECK + DeviceClient.AUTHORIZED + "\r\n\r\n"),
				arguments("two Hosts", CHECK + "Host: a\r\nHost: b\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n"),
				arguments("a Host that is none", CHECK + "Host: a b\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n"),
				arguments("100 KB in one header", CHECK + REST + big + "\r\n"),
				arguments("100 KB in many headers", CHECK + REST + "X: y\r\n".repeat(20_000) + "\r\n"),
				arguments("100 KB in the request line",
						"GET /devices/" + "x".repeat(100_000) + "?app_ver=1 HTTP/1.1\r\n" + REST + "\r\n"),
				arguments("a method that is none", "G@T /devices/00001?app_ver=1 HTTP/1.1\r\n" + REST + "\r\n"),
				arguments("nonsense", "nonsense\r\n\r\n"), arguments("an empty name", CHECK + REST + ": x\r\n\r\n"),
				arguments("a name with a blank", CHECK + REST + "a b: x\r\n\r\n"),
				arguments("two lengths", CHECK + REST + "Content-Length: 0\r\nContent-Length: 1\r\n\r\n"),
				arguments("a length that is none", CHECK + REST + "Content-Length: x\r\n\r\n"),
				arguments("a negative length", CHECK + REST + "Content-Length: -1\r\n\r\n"),
				arguments("a coding that is none", CHECK + REST + "Transfer-Encoding: nonsense\r\n\r\n"),
				arguments("HTTP/2.0 in words", "GET /devices/00001?app_ver=1 HTTP/2.0\r\n" + REST + "\r\n"),
				arguments("HTTP/9.9", "GET /devices/00001?app_ver=1 HTTP/9.9\r\n" + REST + "\r\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refusals")
	void aRequestThatIsNoneIsRefusedWithoutAWord(String name, String request) {
		RawResponse answer = new DeviceClient(this.server).firstAnswer(request);
		assertThat(answer.status()).as(answer.toString()).isIn(400, 404, 414, 431, 501, 505);
		assertSilent(answer);
	}

	// HTTP/0.9: an answer is a body without a header, and an empty one is nothing at all.
	@Test
	void aLineWithoutAVersionIsAnsweredWithTheEndOfTheConnection() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send("GET /devices/00001?app_ver=1\r\n" + REST + "\r\n");
			assertThat(client.receiveRest()).isEmpty();
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("unknownMethods")
	void anUnknownMethodIsRefusedWithoutAWord(String method, String target) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			RawResponse answer = client.send(method + " " + target + " HTTP/1.1\r\n" + REST + "\r\n").receive();
			assertThat(answer.status()).as(answer.toString()).isIn(400, 403, 404, 405, 501);
			assertSilent(answer);
		}
	}

	static Stream<Arguments> unknownMethods() {
		return Stream.of("/devices/00001?app_ver=1", "/devices", "/files/x", "/files", "/", "*")
			.flatMap((target) -> Stream.of("FOO", "TRACE", "get").map((method) -> arguments(method, target)));
	}

	@Test
	void aServerThatRefusedOneStillAnswersOthers() throws IOException {
		for (int i = 0; i < 10; i++) {
			try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
				client.send("GET / HTTP/1.1\r\n\r\n").receive();
			}
			assertThat(new DeviceClient(this.server).get("/devices/00001?app_ver=1").status()).isEqualTo(404);
		}
	}

	private static void assertSilent(RawResponse answer) {
		assertThat(answer.rawBody()).as(answer.toString()).isEmpty();
		assertThat(answer.headers("Server")).isEmpty();
		assertThat(answer.headers("X-Powered-By")).isEmpty();
		assertThat(answer.headers("WWW-Authenticate")).isEmpty();
	}

}
