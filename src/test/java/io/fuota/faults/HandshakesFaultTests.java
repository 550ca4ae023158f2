package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ClientHello;
import io.fuota.testing.LeakWatch;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import io.fuota.testing.TlsOptions.CountingTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that are many, or stop in the middle, hold no device up. */
@ExtendWith(LeakWatch.class)
class HandshakesFaultTests {

	private static final int HALF_OPEN = 1_000;

	private static final int FLOODERS = 4;

	/** Of each flooder, at most. */
	private static final int HANDSHAKES = 500;

	private static final int CHECKS = 20;

	private final TestServer server = TestServer.prepare();

	private final Deque<Socket> sockets = new ArrayDeque<>();

	@AfterEach
	void close() throws IOException {
		while (!sockets.isEmpty()) {
			sockets.pop().close();
		}
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "jdk" })
	void helloFollowedBySilenceHoldsNobodyUp(String engine) throws IOException {
		server.with("FUOTA_TLS_ENGINE", engine).start();
		byte[] hello = ClientHello.bytes(ClientHello.TLS_1_2, ClientHello.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
		for (int i = 0; i < HALF_OPEN; i++) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
			sockets.push(socket);
			// Whole, cut in the middle, and followed by the end of what the client says.
			socket.getOutputStream().write(hello, 0, i % 3 == 0 ? hello.length / 2 : hello.length);
			if (i % 3 == 2) {
				socket.shutdownOutput();
			}
		}
		assertServed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "jdk" })
	void aFloodOfHandshakesHoldsNobodyUp(String engine) {
		server.with("FUOTA_TLS_ENGINE", engine).start();
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger shaken = new AtomicInteger();
		try (ExecutorService flooders = Executors.newFixedThreadPool(FLOODERS)) {
			for (int i = 0; i < FLOODERS; i++) {
				flooders.execute(() -> flood(over, shaken));
			}
			assertServed();
			over.set(true);
		}
		assertThat(shaken).hasPositiveValue();
	}

	/** Full handshakes, each with a context of its own, ended without a good-bye. */
	private void flood(AtomicBoolean over, AtomicInteger shaken) {
		for (int i = 0; i < HANDSHAKES && !over.get(); i++) {
			try {
				RawTlsClient.connect(server.port(), TlsOptions.trusting(new CountingTrust())).abort();
				shaken.incrementAndGet();
			}
			catch (IOException refused) {
				over.set(true);
				shaken.set(Integer.MIN_VALUE);
			}
		}
	}

	private void assertServed() {
		for (int i = 0; i < CHECKS; i++) {
			assertThat(server.admin().get("/devices/1?app_ver=1").status()).isEqualTo(404);
		}
	}

}
