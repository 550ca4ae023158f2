package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No password is in a log, an answer or a file, as it is or in Base64, right or wrong;
 * nor is the private key.
 */
class SecretsIntegrationTests {

	private static final String ADMIN = "adm!n-Secret-1";

	private static final String DEVICE = "dev!ce-Secret-2";

	private static final String WRONG = "wr0ng-Secret-3";

	private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS",
			"TRACE", "FOO");

	private static final List<String> TARGETS = List.of("/devices", "/devices/00001?app_ver=1", "/devices/00001",
			"/files", "/files/demo.bin", "/files/none", "/none", "/", "/files/..%2f", "/devices/\"?app_ver=\"", "*");

	private static final int SILENCE_MILLIS = 10_000;

	private final List<String> seen = new CopyOnWriteArrayList<>();

	@Test
	void noSecretIsInTheLogInAnAnswerOrInAFile() throws IOException {
		try (TestServer settings = TestServer.prepare()
			.with("US_AUTH_PASSWORD", ADMIN)
			.with("FUOTA_DEVICE_USERNAME", "device")
			.with("FUOTA_DEVICE_PASSWORD", DEVICE)
			.with("FUOTA_LOG_LEVEL", "TRACE")) {
			try (ServerProcess server = ServerProcess.start(List.of(), settings.arguments())) {
				askEverything(server.awaitPort(),
						List.of(AdminClient.basic(TestServer.USERNAME, ADMIN), AdminClient.basic("device", DEVICE),
								AdminClient.basic("device", WRONG), AdminClient.basic(WRONG, WRONG), "Basic " + WRONG,
								"Bearer " + WRONG));
				server.stop();
				seen.add(server.output());
			}
			assertThat(seen.getLast()).contains("account=device", "slowed=true");
			seen.addAll(filesIn(settings.dataFolder()));
			String key = Files.readAllLines(settings.certificatesFolder().resolve("ca_key.pem")).get(1);
			assertNoneIsSeen(List.of(ADMIN, DEVICE, WRONG, key));
		}
	}

	@Test
	void theGeneratedPasswordIsInItsFileAlone() throws IOException {
		try (TestServer settings = TestServer.prepare().without("US_AUTH_PASSWORD").without("US_AUTH_USERNAME")) {
			Path file = settings.dataFolder().resolve("initial-password");
			String password;
			try (ServerProcess server = ServerProcess.start(List.of(), settings.arguments())) {
				int port = server.awaitPort();
				password = Files.readAllLines(file).getFirst();
				askEverything(port, List.of(AdminClient.basic("admin", password), AdminClient.basic("admin", WRONG)));
				server.stop();
				seen.add(server.output());
			}
			Files.delete(file);
			seen.addAll(filesIn(settings.dataFolder()));
			assertNoneIsSeen(List.of(password, WRONG));
		}
	}

	/** Many at a time, since answers to wrong passwords are held back. */
	private void askEverything(int port, List<String> authorizations) {
		byte[] row = "00001,1,demo.bin".getBytes(StandardCharsets.US_ASCII);
		try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
			for (String authorization : authorizations) {
				for (String target : TARGETS) {
					METHODS.forEach(
							method -> threads.execute(() -> ask(port,
									method + " " + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization
											+ "\r\nConnection: close\r\nContent-Length: " + row.length + "\r\n\r\n",
									row)));
				}
				// Nothing that a server understands, with a secret in it.
				for (String odd : List.of("GET / HTTP/9.9\r\nAuthorization: ", "GET /\r\nAuthorization: ",
						"GET / HTTP/1.1\r\nHost: x\r\nAuthorization ",
						"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: \0")) {
					threads.execute(() -> ask(port, odd + authorization + "\r\n\r\n", new byte[0]));
				}
			}
		}
		assertThat(seen).as("most are answered")
			.filteredOn(answer -> answer.startsWith("HTTP/1.1 "))
			.hasSizeGreaterThan(seen.size() * 3 / 4);
	}

	private void ask(int port, String head, byte[] body) {
		try (RawTlsClient client = RawTlsClient.connect(port)) {
			byte[] answer = client.send(head).send(body).receiveUntilSilent(SILENCE_MILLIS);
			seen.add(new String(answer, StandardCharsets.ISO_8859_1));
		}
		catch (IOException refusedInTheMiddle) {
			seen.add(refusedInTheMiddle.toString());
		}
	}

	private void assertNoneIsSeen(List<String> secrets) {
		for (String secret : secrets) {
			for (String form : forms(secret)) {
				assertThat(seen.stream().filter(text -> text.contains(form)).map(text -> around(text, form)).toList())
					.isEmpty();
			}
		}
	}

	/** As it is, in hexadecimal, and in Base64 behind whatever stands before it. */
	private static List<String> forms(String secret) {
		List<String> forms = new ArrayList<>(
				List.of(secret, HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))));
		for (int before = 0; before < 3; before++) {
			String text = "x".repeat(before) + secret;
			String encoded = Base64.getEncoder()
				.withoutPadding()
				.encodeToString(text.substring(0, text.length() / 3 * 3).getBytes(StandardCharsets.UTF_8));
			forms.add(encoded.substring(before == 0 ? 0 : 4));
		}
		return forms;
	}

	private static String around(String text, String form) {
		int at = text.indexOf(form);
		return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 50));
	}

	private static List<String> filesIn(Path folder) throws IOException {
		List<String> contents = new ArrayList<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				contents.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
			}
		}
		return contents;
	}

}
