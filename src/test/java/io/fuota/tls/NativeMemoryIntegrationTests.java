package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import io.fuota.testing.TlsOptions.CountingTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever clients do to their connections, BoringSSL's memory comes back. */
class NativeMemoryIntegrationTests {

	private static final String DOWNLOAD = "GET /files/big.bin HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED
			+ "\r\n\r\n";

	private static final int ROUNDS = 25;

	private final TestServer server = TestServer.prepare()
		.with("FUOTA_TLS_ENGINE", "native")
		.with("FUOTA_CERTS_CHECK", "100ms");

	@TempDir
	private Path scratch;

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void contextsAreFreedWhenTheirConnectionsHaveEndedInAnyWay() throws IOException {
		server.start();
		server.admin().upload("big.bin", new byte[3_000_000]);
		NativeEngineSource first = (NativeEngineSource) server.part(ReplaceableContext.class).source();
		for (int i = 0; i < ROUNDS; i++) {
			abortedDownload(i);
			abortedHandshake(i * 11);
			nonsense();
			new DeviceClient(server).get("/devices/x?app_ver=1");
		}
		RawTlsClient open = connect();
		Replacement.RENAME.replace(server.certificatesFolder(), scratch, 1);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> server.part(ReplaceableContext.class).source() != first);
		assertThat(first.isFreed()).as("one connection is open").isFalse();
		assertThat(open.send(DOWNLOAD).receive().rawBody()).hasSize(3_000_000);
		open.close();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(first::isFreed);
	}

	@Test
	void theContextIsFreedWhenTheServerStops() throws IOException {
		server.start();
		NativeEngineSource source = (NativeEngineSource) server.part(ReplaceableContext.class).source();
		try (RawTlsClient open = connect()) {
			assertThat(open.session().isValid()).isTrue();
			server.stop();
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(source::isFreed);
	}

	private void abortedDownload(int round) throws IOException {
		RawTlsClient client = connect();
		client.send(DOWNLOAD);
		client.incoming().readNBytes(round * 3_000);
		client.abort();
	}

	/** A hello that is cut after so many bytes. */
	private void abortedHandshake(int bytes) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
			byte[] hello = new byte[512];
			hello[0] = 22;
			hello[1] = 3;
			hello[2] = 1;
			hello[3] = 1;
			hello[5] = 1;
			socket.getOutputStream().write(hello, 0, Math.min(bytes, hello.length));
		}
	}

	private void nonsense() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
			socket.getOutputStream().write(new byte[] { 22, 3, 1, 0, 5, 1, 0, 0, 1, 9 });
			socket.setSoTimeout(15_000);
			assertThat(socket.getInputStream().readAllBytes()).as("an alert at most").hasSizeLessThan(100);
		}
	}

	private RawTlsClient connect() throws IOException {
		return RawTlsClient.connect(server.port(),
				TlsOptions.trusting(new CountingTrust()).receiveBufferBytes(8 * 1024));
	}

}
