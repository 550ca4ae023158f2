package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.LeakWatch;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A flood of wrong passwords from the devices' own address leaves them served. */
@ExtendWith(LeakWatch.class)
class GuessesFaultTests {

	private static final int GUESSERS = 100;

	/** Of each guesser, at most. */
	private static final int GUESSES = 200;

	private static final int CHECKS = 100;

	private static final String WRONG = "GET /devices/1?app_ver=1 HTTP/1.1\r\nHost: x\r\nAuthorization: "
			+ AdminClient.basic(TestServer.USERNAME, "wrong") + "\r\n\r\n";

	private final TestServer server = TestServer.prepare().start();

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger taken = new AtomicInteger();

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void rightOnesAreAllAnsweredBesideAFloodOfWrongOnes() {
		AdminClient device = server.admin();
		assertThat(device.get("/devices/1?app_ver=1").status()).isEqualTo(404);
		try (ExecutorService guessers = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < GUESSERS; i++) {
				guessers.execute(this::guess);
			}
			for (int i = 0; i < CHECKS; i++) {
				assertThat(device.get("/devices/1?app_ver=1").status()).isEqualTo(404);
			}
			over.set(true);
		}
		assertThat(refused).hasValueGreaterThan(GUESSERS);
		assertThat(taken).hasValue(0);
	}

	private void guess() {
		try (RawTlsClient client = RawTlsClient.connect(server.port())) {
			for (int i = 0; i < GUESSES && !over.get(); i++) {
				(client.send(WRONG).receive().status() == 403 ? refused : taken).incrementAndGet();
			}
		}
		catch (IOException broken) {
			taken.incrementAndGet();
		}
	}

}
