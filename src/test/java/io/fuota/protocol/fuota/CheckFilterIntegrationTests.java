package io.fuota.protocol.fuota;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Two servers with the same content, one with {@link CheckFilter} and one without, get
 * the same requests: answers are the same byte by byte, and so are the log lines.
 */
@ExtendWith(OutputCaptureExtension.class)
class CheckFilterIntegrationTests {

	private static final String DEVICE_ACCOUNT = "Authorization: " + AdminClient.basic("device", "device-password");

	private static final String ADMIN_ALONE = DeviceClient.AUTHORIZED;

	private static final List<String> TARGETS = List.of("/devices/00001?app_ver=1", "/devices/00001?app_ver=2",
			"/devices/00001?app_ver=1+b", "/devices/plus?app_ver=1+b", "/devices/plus?app_ver=1%20b",
			"/devices/00002?app_ver=1", "/devices/gone?app_ver=1", "/devices/00001", "/devices/00001?app_ver=",
			"/devices/00001?app_ver", "/devices/00001?app_ver=+", "/devices/00001?app_ver=1&app_ver=1",
			"/devices/00001?x=1&app_ver=1", "/devices/00001?app_ver=1&x=1", "/devices/00001?app_ver=1?x",
			"/devices/00001?app_ver=1:2:3", "/devices/00001?app_ver=\"", "/devices/00001?app_ver=a=b",
			"/devices/00001?app_ver=\u00fc", "/devices/24:6f:28:aa:bb:cc?app_ver=1", "/devices/00001/?app_ver=1",
			"/devices/.?app_ver=1", "/devices/..?app_ver=1", "/devices/...?app_ver=1", "/devices/a..b?app_ver=1",
			"/devices/%30%30001?app_ver=1", "/devices/a%20b?app_ver=1", "/devices/a;b?app_ver=1",
			"/devices//00001?app_ver=1", "//devices/00001?app_ver=1", "/devices/00001%2f?app_ver=1",
			"/devices/?app_ver=1", "/devices?app_ver=1", "/DEVICES/00001?app_ver=1", "/devices/\u00fc?app_ver=1",
			"/devices/*?app_ver=1", "/devices/x~y?app_ver=1", "/devices/x@y?app_ver=1",
			"/devices/" + "x".repeat(255) + "?app_ver=1", "/devices/" + "x".repeat(256) + "?app_ver=1",
			"/devices/00001?app_ver=" + "9".repeat(400), "http://localhost/devices/00001?app_ver=1",
			"/devices/00001?app_ver=1#x", "/files/fast.bin", "/files/none", "/devices", "/none");

	private static final List<String> HEADERS = List.of("", DEVICE_ACCOUNT, ADMIN_ALONE, "Authorization: Basic QTpC",
			"Authorization: Basic !", "Authorization: Bearer x",
			"Authorization: basic " + DEVICE_ACCOUNT.substring("Authorization: Basic ".length()),
			"Authorization: Basic QTpC\r\n" + DEVICE_ACCOUNT, DEVICE_ACCOUNT + "\r\nAuthorization: Basic QTpC",
			DEVICE_ACCOUNT + "\r\nContent-Length: 0", DEVICE_ACCOUNT + "\r\nAccept: application/xml",
			DEVICE_ACCOUNT + "\r\nAccept: ,;q=x", DEVICE_ACCOUNT + "\r\nIf-None-Match: *\r\nIf-Match: \"x\"",
			DEVICE_ACCOUNT + "\r\nRange: bytes=0-0", DEVICE_ACCOUNT + "\r\nOrigin: https://elsewhere.example",
			DEVICE_ACCOUNT + "\r\nX-HTTP-Method-Override: DELETE", DEVICE_ACCOUNT + "\r\nX-Forwarded-For: 192.0.2.7",
			DEVICE_ACCOUNT + "\r\nAccept-Language: \u00ff\u00fe", DEVICE_ACCOUNT + "\r\nCookie: =;=;\"",
			DEVICE_ACCOUNT + "\r\nExpect: 100-continue", DEVICE_ACCOUNT + "\r\nUpgrade: h2c\r\nConnection: Upgrade");

	private static final TestServer FILTERED = prepare();

	private static final TestServer UNFILTERED = prepare().with("fuota.check-filter", "false");

	private static TestServer prepare() {
		return TestServer.prepare()
			.with("FUOTA_DEVICE_USERNAME", "device")
			.with("FUOTA_DEVICE_PASSWORD", "device-password")
			.with("FUOTA_ADMIN_ONLY", "true");
	}

	@BeforeAll
	static void start() {
		for (TestServer server : List.of(FILTERED, UNFILTERED)) {
			server.start();
			AdminClient admin = server.admin();
			admin.upload("fast.bin", "content".getBytes(StandardCharsets.UTF_8));
			admin.assign("00001", "1", "fast.bin");
			admin.assign("plus", "1 b", "fast.bin");
			admin.assign("24:6f:28:aa:bb:cc", "1", "fast.bin");
			admin.assign("gone", "1", "missing.bin");
			admin.assign("x".repeat(255), "1", "fast.bin");
		}
	}

	@AfterAll
	static void stop() {
		FILTERED.close();
		UNFILTERED.close();
	}

	@Test
	void everyTargetIsAnsweredWithTheSameBytes() throws IOException {
		assertSame(DEVICE_ACCOUNT, TARGETS.stream().map(target -> "GET " + target).toList());
		assertSame(ADMIN_ALONE, TARGETS.stream().map(target -> "GET " + target).toList());
	}

	@Test
	void everyMethodIsAnsweredWithTheSameBytes() throws IOException {
		List<String> starts = new ArrayList<>();
		for (String method : List.of("HEAD", "OPTIONS", "POST", "PATCH", "get", "TRACE", "PROPFIND")) {
			starts.add(method + " /devices/00001?app_ver=1");
			starts.add(method + " /devices/00001?app_ver=2");
			starts.add(method + " /devices/none?app_ver=1");
		}
		assertSame(DEVICE_ACCOUNT, starts);
	}

	@Test
	void everyHeaderIsAnsweredWithTheSameBytes() throws IOException {
		for (String header : HEADERS) {
			assertSame(header, List.of("GET /devices/00001?app_ver=1", "GET /devices/00001?app_ver=2",
					"GET /devices/none?app_ver=1", "GET /devices/00001"));
		}
	}

	@Test
	void aBodyIsTakenAlike() throws IOException {
		String start = "GET /devices/00001?app_ver=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + DEVICE_ACCOUNT;
		for (String rest : List.of("\r\nContent-Length: 5\r\n\r\nhello",
				"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
				"\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n")) {
			assertThat(exchange(FILTERED, start + rest)).isEqualTo(exchange(UNFILTERED, start + rest));
		}
	}

	@Test
	void oneConnectionGetsManyAnswersInTheirOrder() throws IOException {
		StringBuilder requests = new StringBuilder();
		for (String target : TARGETS.subList(0, 7)) {
			requests.append("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + DEVICE_ACCOUNT + "\r\n\r\n");
		}
		requests.append("GET /devices/00001?app_ver=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + DEVICE_ACCOUNT
				+ "\r\n\r\n");
		String answers = exchange(FILTERED, requests.toString());
		assertThat(answers).isEqualTo(exchange(UNFILTERED, requests.toString()));
		assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(1 + 8);
	}

	@Test
	void logLinesAreTheSame(CapturedOutput output) throws IOException {
		for (String request : List.of("00001?app_ver=1", "00001?app_ver=2", "gone?app_ver=1", "nobody?app_ver=1",
				"00001?app_ver=a\"b", "00001")) {
			assertThat(logLine(output, FILTERED, request)).isEqualTo(logLine(output, UNFILTERED, request));
		}
	}

	@Test
	void anOfferIsRememberedForTheStaleTail() {
		for (TestServer server : List.of(FILTERED, UNFILTERED)) {
			DeviceClient device = new DeviceClient(server);
			assertThat(device.get("/files/fast.bintail", DEVICE_ACCOUNT).status()).isIn(200, 404);
			assertThat(device.get("/devices/00001?app_ver=1", DEVICE_ACCOUNT).text()).isEqualTo("fast.bin");
			assertThat(device.get("/files/fast.bintail", DEVICE_ACCOUNT).text()).isEqualTo("content");
		}
	}

	private static void assertSame(String headers, List<String> starts) throws IOException {
		String lines = headers.isEmpty() ? "" : headers + "\r\n";
		for (String start : starts) {
			String request = start + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + lines + "\r\n";
			assertThat(exchange(FILTERED, request)).as(request).isEqualTo(exchange(UNFILTERED, request));
		}
	}

	/** All that came back, less what differs from one request to the next. */
	private static String exchange(TestServer server, String request) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(server.port())) {
			String answer = new String(client.send(request).receiveRest(), StandardCharsets.ISO_8859_1);
			assertThat(answer).startsWith("HTTP/1.1 ");
			return answer.replaceAll("Date: [^\r]*", "Date:")
				.replaceAll("Last-Modified: [^\r]*", "Last-Modified:")
				.replaceAll("error [0-9a-f]{8}", "error");
		}
	}

	private static String logLine(CapturedOutput output, TestServer server, String request) throws IOException {
		int before = output.getOut().length();
		exchange(server, "GET /devices/" + request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + DEVICE_ACCOUNT
				+ "\r\n\r\n");
		String line = Awaitility.await()
			.until(() -> output.getOut().substring(before), text -> text.contains("account=device"));
		return line.strip().replaceAll("^\\S+", "").replaceAll(" ms=\\d+", "").replaceAll("error=[0-9a-f]+", "error");
	}

}
