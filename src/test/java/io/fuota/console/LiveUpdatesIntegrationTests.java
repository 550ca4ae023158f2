package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ConsoleClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Pages that show what happens while they are open. */
@SharedTestServer
@ExtendWith(OutputCaptureExtension.class)
class LiveUpdatesIntegrationTests {

	private final TestServer server;

	private final List<RawTlsClient> open = new ArrayList<>();

	LiveUpdatesIntegrationTests(TestServer server) {
		this.server = server;
	}

	@AfterEach
	void leave() throws IOException {
		for (RawTlsClient page : open) {
			page.abort();
		}
		open.clear();
	}

	@Test
	void anOpenPageIsToldWhichDeviceChanged() throws IOException {
		server.admin().upload("demo.bin", new byte[] { 1, 2, 3 });
		RawTlsClient page = listen(ConsoleClient.loggedIn(server));
		assertThat(readUntil(page, "connected")).contains("text/event-stream");
		server.admin().assign("live-1", "1.0", "demo.bin");
		assertThat(readUntil(page, "live-1")).contains("event:changed");
		new DeviceClient(server).get("/devices/live-1?app_ver=1.0");
		readUntil(page, "live-1");
	}

	@Test
	void strangersHearNothing() throws IOException {
		assertThat(readUntil(listen(new ConsoleClient(server)), "\r\n\r\n")).startsWith("HTTP/1.1 401");
	}

	@Test
	void tooManyOpenPagesAreRefusedAndPlacesComeBack(CapturedOutput log) throws IOException {
		ConsoleClient console = ConsoleClient.loggedIn(server);
		for (int i = 0; i < LiveUpdates.MAX_LISTENERS; i++) {
			readUntil(listen(console), "connected");
		}
		assertThat(console.get("/console/events").status()).isEqualTo(503);
		leave();
		server.admin().upload("demo.bin", new byte[] { 1, 2, 3 });
		Awaitility.await().untilAsserted(() -> {
			server.admin().assign("live-" + System.nanoTime(), "1.0", "demo.bin");
			assertThat(readUntil(listen(console), "\r\n\r\n")).startsWith("HTTP/1.1 200");
		});
		Awaitility.await().untilAsserted(() -> assertThat(log).contains("requests console-events answer=200 "));
		assertThat(log).doesNotContain("console-events answer=500", " ERROR ");
	}

	private RawTlsClient listen(ConsoleClient console) throws IOException {
		RawTlsClient client = RawTlsClient.connect(server.port());
		open.add(client);
		StringBuilder cookies = new StringBuilder();
		console.cookies().forEach((name, value) -> cookies.append(name).append('=').append(value).append("; "));
		return client.send("GET /console/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nCookie: "
				+ cookies + "\r\n\r\n");
	}

	private static String readUntil(RawTlsClient client, String end) throws IOException {
		client.patience(20_000);
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) < 0) {
			int next = client.incoming().read();
			if (next < 0) {
				throw new IOException("the stream ended: " + text);
			}
			text.append(new String(new byte[] { (byte) next }, StandardCharsets.ISO_8859_1));
		}
		return text.toString();
	}

}
