package io.fuota.protocol.fuota;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.fuota.testing.AdminClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Errors to admins: a sentence with an id that the log repeats, or RFC 9457 where it's
 * asked for.
 */
@SharedTestServer
@ExtendWith(OutputCaptureExtension.class)
class AdminErrorsIntegrationTests {

	// "(error ff39a83e)" behind the sentence, "error":"ff39a83e" or the like in JSON.
	private static final Pattern ERROR_ID = Pattern.compile("(?i)error(?:[ _-]?id)?[^0-9a-z]+([0-9a-f]{8,32})");

	private final TestServer server;

	private final AdminClient admin;

	AdminErrorsIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
	}

	@BeforeEach
	void assignedFile() {
		this.admin.upload("demo.bin", new byte[] { 1 });
		this.admin.assign("00001", "1", "demo.bin");
	}

	static Stream<Arguments> errors() {
		return Stream.of(arguments(400, "PUT", "/devices/00001", "00001,1"),
				arguments(400, "PUT", "/devices/00001", "00002,1,demo.bin"), arguments(400, "PUT", "/devices", "x"),
				arguments(400, "PUT", "/files/a%20b", "x"), arguments(409, "DELETE", "/files/demo.bin", ""),
				arguments(404, "DELETE", "/files/none", ""), arguments(404, "DELETE", "/devices/none", ""));
	}

	@ParameterizedTest(name = "{1} {2} [{3}]")
	@MethodSource("errors")
	void anErrorIsOneSentenceWithAnIdThatTheLogRepeats(int status, String method, String target, String body,
			CapturedOutput log) {
		RawResponse answer = send(method, target, body, "Accept: */*");
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.required("Content-Type")).startsWith("text/plain");
		assertThat(answer.text().strip()).doesNotContain("\n").hasSizeLessThan(500);
		String id = errorId(answer);
		await().untilAsserted(() -> assertThat(log.getAll()).contains(id));
		assertTellsNothingOfUs(answer);
	}

	@ParameterizedTest(name = "{1} {2} [{3}]")
	@MethodSource("errors")
	void anErrorIsAProblemOfRfc9457WhereThatIsAskedFor(int status, String method, String target, String body,
			CapturedOutput log) {
		RawResponse answer = send(method, target, body, "Accept: application/problem+json");
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.required("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.text()).startsWith("{")
			.endsWith("}")
			.contains("\"status\":" + status)
			.contains("\"detail\":\"")
			.contains("\"title\":\"");
		String id = errorId(answer);
		await().untilAsserted(() -> assertThat(log.getAll()).contains(id));
		assertTellsNothingOfUs(answer);
	}

	@Test
	void aStrangerIsToldNoMoreThanThatAndNeverChallenged() {
		AdminClient stranger = new AdminClient(this.server.port(), "server_username", "wrong");
		for (RawResponse answer : List.of(stranger.get("/devices"), stranger.get("/files"),
				stranger.delete("/devices/00001"), stranger.delete("/files/demo.bin"),
				stranger.put("/devices/00001", "text/csv", new byte[] { 1 }),
				stranger.put("/files/demo.bin", "text/plain", new byte[] { 1 }), stranger.get("/"),
				stranger.get("/nothing"))) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
			assertThat(answer.headers("WWW-Authenticate")).isEmpty();
			assertThat(answer.text()).doesNotContain("00001", "demo.bin");
			assertTellsNothingOfUs(answer);
		}
		assertThat(this.admin.get("/devices").text()).contains("00001");
	}

	@Test
	void anUnknownPathIs404AndAnUnknownMethodForAKnownOneSaysSo() {
		for (String target : List.of("/", "/nothing", "/error", "/actuator", "/actuator/health", "/health",
				"/favicon.ico", "/index.html", "/login", "/static/x", "/WEB-INF/web.xml", "/META-INF/MANIFEST.MF")) {
			RawResponse answer = this.admin.get(target);
			assertThat(answer.status()).as(target).isIn(400, 404);
			assertTellsNothingOfUs(answer);
		}
		for (String method : List.of("POST", "PATCH", "OPTIONS")) {
			RawResponse answer = send(method, "/devices/00001", "x", "Accept: */*");
			assertThat(answer.status()).as(answer.toString())
				.isIn(method.equals("OPTIONS") ? List.of(200, 204, 405) : List.of(404, 405, 501));
			assertTellsNothingOfUs(answer);
		}
	}

	@Test
	void answersSetNoCookieAndNameNoServer() {
		for (RawResponse answer : List.of(this.admin.get("/devices"), this.admin.get("/files"),
				this.admin.get("/nothing"), this.admin.get("/files/demo.bin"))) {
			assertThat(answer.headers("Set-Cookie")).isEmpty();
			assertThat(answer.headers("Server")).isEmpty();
			assertThat(answer.headers("X-Powered-By")).isEmpty();
		}
	}

	private RawResponse send(String method, String target, String body, String accept) {
		return this.admin.send(method, target, body.getBytes(StandardCharsets.UTF_8), accept);
	}

	private static String errorId(RawResponse answer) {
		Matcher id = ERROR_ID.matcher(answer.text());
		assertThat(id.find()).as("an error id in " + answer).isTrue();
		return id.group(1);
	}

	private void assertTellsNothingOfUs(RawResponse answer) {
		assertThat(answer.text()).doesNotContain(this.server.dataFolder().toString())
			.doesNotContainIgnoringCase("exception", "tomcat", "spring", "hibernate", "sqlite", "java", "\tat ");
		assertThat(answer.headers("Server")).isEmpty();
	}

}
