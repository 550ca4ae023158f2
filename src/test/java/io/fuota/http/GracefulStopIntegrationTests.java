package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that is told to stop lets transfers under way finish. */
class GracefulStopIntegrationTests {

	/** More than the sockets on both sides buffer. */
	private static final int SIZE = 24 * 1024 * 1024;

	private final TestServer server = TestServer.prepare().start();

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void downloadUnderWayEndsWholeAndNoNewOneBegins() throws Exception {
		byte[] firmware = new byte[SIZE];
		new Random(7).nextBytes(firmware);
		server.admin().upload("large.bin", firmware);
		int port = server.port();
		try (RawTlsClient device = RawTlsClient.connect(port)) {
			device.send("GET /files/large.bin HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
					+ AdminClient.basic(TestServer.USERNAME, TestServer.PASSWORD) + "\r\nConnection: close\r\n\r\n");
			byte[] begin = device.incoming().readNBytes(64 * 1024);
			CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
			Awaitility.await().until(() -> isClosed(port));
			assertThat(stopped).isNotDone();

			byte[] rest = device.receiveRest();

			String head = new String(begin, 0, 1024, StandardCharsets.ISO_8859_1);
			int bodyAt = head.indexOf("\r\n\r\n") + 4;
			assertThat(begin.length - bodyAt + rest.length).isEqualTo(SIZE);
			assertThat(Arrays.copyOfRange(firmware, SIZE - rest.length, SIZE)).isEqualTo(rest);
			stopped.get(30, TimeUnit.SECONDS);
		}
	}

	private static boolean isClosed(int port) {
		try (RawTlsClient late = RawTlsClient.connect(port)) {
			return late.session() == null;
		}
		catch (IOException refused) {
			return true;
		}
	}

}
