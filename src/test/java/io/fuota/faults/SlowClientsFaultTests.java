package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.LeakWatch;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that take their time, on purpose or because their radio is slow, cost the
 * others nothing.
 */
@ExtendWith(LeakWatch.class)
class SlowClientsFaultTests {

	/** More than any pool of threads that a server begins with. */
	private static final int SLOW = 400;

	private static final int SILENT = 1_000;

	/** More than the sockets on both sides buffer. */
	private static final byte[] FIRMWARE = new byte[8 * 1024 * 1024];

	private static final String AUTHORIZED = "\r\nHost: x\r\nAuthorization: "
			+ AdminClient.basic(TestServer.USERNAME, TestServer.PASSWORD) + "\r\n";

	private final TestServer server = TestServer.prepare().start();

	private final Deque<AutoCloseable> clients = new ArrayDeque<>();

	@BeforeEach
	void upload() {
		new Random(1).nextBytes(FIRMWARE);
		server.admin().upload("large.bin", FIRMWARE);
		server.admin().assign("1", "1", "large.bin");
	}

	@AfterEach
	void close() throws Exception {
		while (!clients.isEmpty()) {
			clients.pop().close();
		}
		server.close();
	}

	@Test
	void silentConnectionsHoldNobodyUp() throws IOException {
		for (int i = 0; i < SILENT; i++) {
			clients.push(new Socket(InetAddress.getLoopbackAddress(), server.port()));
		}
		assertServed();
	}

	@Test
	void slowReadersHoldNobodyUp() throws IOException {
		for (int i = 0; i < SLOW; i++) {
			RawTlsClient reader = slowClient();
			reader.send("GET /files/large.bin HTTP/1.1" + AUTHORIZED + "\r\n");
			assertThat(reader.incoming().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
		}
		assertServed();
	}

	@Test
	void slowHeadersAndSlowBodiesHoldNobodyUp() throws IOException {
		for (int i = 0; i < SLOW; i++) {
			slowClient().send("GET /devices/1?app_ver=1 HTTP/1.1\r\nHost:");
			slowClient()
				.send("PUT /files/slow-" + i + ".bin HTTP/1.1" + AUTHORIZED + "Content-Length: 1000\r\n\r\nslow");
		}
		assertServed();
		assertThat(server.admin().get("/files").text()).doesNotContain("slow-");
	}

	private RawTlsClient slowClient() throws IOException {
		RawTlsClient client = RawTlsClient.connect(server.port(),
				TlsOptions.anyCertificate().receiveBufferBytes(4 * 1024));
		clients.push(client::abort);
		return client;
	}

	private void assertServed() {
		for (int i = 0; i < 20; i++) {
			assertThat(server.admin().get("/devices/1?app_ver=1").text()).isEqualTo("large.bin");
		}
		assertThat(server.admin().get("/files/large.bin", "Range: bytes=0-99").body()).hasSize(100);
		server.admin().upload("other.bin", new byte[] { 1 });
	}

}
