package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.history.EventKind;
import io.fuota.history.Timeline;
import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.Needs;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guide's own script, with its placeholders replaced, against the real server. What
 * is around it leads its host name to this server and shortens its sleeps.
 */
@SharedTestServer
@Needs("python3")
class GuideScriptIntegrationTests {

	private static final String ID = "guideproduct.1";

	/**
	 * Python imports it before the script. DNS leads to this server, and its certificate
	 * is taken as it is.
	 */
	private static final String AROUND = """
			import socket, ssl, time
			_connect = socket.create_connection
			def _here(address, *more, **names):
			    if address[0] != 'guideproduct.m2.exosite.io' or address[1] != 443:
			        raise OSError('another host: %r' % (address,))
			    return _connect(('127.0.0.1', PORT), *more, **names)
			socket.create_connection = _here
			ssl._create_default_https_context = ssl._create_unverified_context
			time.sleep = lambda seconds: None
			""";

	private final TestServer server;

	private final Path folder;

	GuideScriptIntegrationTests(TestServer server, @TempDir Path folder) {
		this.server = server;
		this.folder = folder;
	}

	@Test
	void theScriptInstallsOnceAndThenWaits() throws IOException {
		ExositeClient device = new ExositeClient(server, "guideproduct");
		device.clear();
		String token = device.activated("1");
		server.admin()
			.upload("firmware_updatev102.txt", "what to install: caf\u00e9\n".getBytes(StandardCharsets.UTF_8));
		server.admin().upload("second.txt", "and more".getBytes(StandardCharsets.UTF_8));
		Process script = start(token);
		try {
			ParkedPolls polls = server.part(ParkedPolls.class);
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> polls.isWaiting(ID));
			apply();
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> state().equals(Optional.of(AttemptState.CONFIRMED)));
			Awaitility.await().until(() -> polls.isWaiting(ID));
			List<String> states = Awaitility.await().until(this::reports, all -> all.contains("INSTALLED_VERSION"));
			assertThat(states).containsExactly("INIT", "DOWNLOAD", "DOWNLOAD_STEP", "DOWNLOAD_STEP", "DOWNLOAD_SUCCESS",
					"INSTALL", "INSTALL_STEP", "INSTALL_SUCCESS", "INSTALLED_VERSION");
			assertThat(script.isAlive()).isTrue();
		}
		finally {
			script.destroyForcibly();
		}
		assertThat(status().version()).isEqualTo("1.0.2");
		String output = Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
		assertThat(output).contains("Name: Firmware update caf\u00e9", "what to install: caf\u00e9", "and more")
			.doesNotContain("Traceback")
			.containsOnlyOnce("OTAU: New Update found!");
	}

	private Process start(String token) throws IOException {
		String script;
		try (InputStream text = GuideScriptIntegrationTests.class.getResourceAsStream("/exosite/guide.py")) {
			script = new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
		}
		assertThat(script).contains("<PRODUCT_ID_HERE>", "<DEVICE_TOKEN_HERE>");
		Files.writeString(folder.resolve("guide.py"),
				script.replace("<PRODUCT_ID_HERE>", "guideproduct").replace("<DEVICE_TOKEN_HERE>", token));
		Files.writeString(folder.resolve("sitecustomize.py"), AROUND.replace("PORT", Integer.toString(server.port())));
		ProcessBuilder python = new ProcessBuilder("python3", "-u", "guide.py").directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("output").toFile());
		python.environment().put("PYTHONPATH", folder.toString());
		python.environment().put("PYTHONIOENCODING", "utf-8");
		return python.start();
	}

	private void apply() {
		ApiClient api = new ApiClient(server);
		assertThat(api.send("PUT", "/packages/guide", """
				{"version": "1.0.2", "name": "Firmware update caf\u00e9", "description": "firmware package updated",
				"type": "URL_LIST", "payload": ["firmware_updatev102.txt", "second.txt"]}""").status()).isEqualTo(201);
		assertThat(api.send("POST", "/packages/guide/apply", "{\"devices\":[\"" + ID + "\"]}").status()).isEqualTo(200);
	}

	private List<String> reports() {
		return server.part(Timeline.class)
			.of(ID, Long.MAX_VALUE, 100)
			.reversed()
			.stream()
			.filter(event -> event.kind() == EventKind.REPORT)
			.flatMap(event -> Stream.of(String.valueOf(event.note()).split("; ")))
			.toList();
	}

	private Optional<AttemptState> state() {
		return server.part(Fleet.class).find(ID).map(DeviceStatus::attempt).map(UpdateAttempt::state);
	}

	private DeviceStatus status() {
		return server.part(Fleet.class).find(ID).orElseThrow();
	}

}
