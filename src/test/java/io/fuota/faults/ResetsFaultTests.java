package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.LeakWatch;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Connections that are reset at every 1 KiB of a transfer leave nothing behind, neither
 * on the disk nor in the log.
 */
@ExtendWith({ LeakWatch.class, OutputCaptureExtension.class })
class ResetsFaultTests {

	private static final int STEP = 1024;

	private static final byte[] FIRMWARE = new byte[96 * STEP];

	private static final String AUTHORIZED = " HTTP/1.1\r\nHost: x\r\nAuthorization: "
			+ AdminClient.basic(TestServer.USERNAME, TestServer.PASSWORD) + "\r\n";

	private static final TestServer SERVER = TestServer.prepare();

	@BeforeAll
	static void start() {
		new Random(5).nextBytes(FIRMWARE);
		SERVER.start();
		SERVER.admin().upload("kept.bin", FIRMWARE);
	}

	@AfterAll
	static void close() {
		SERVER.close();
	}

	@Test
	void downloadIsResetAtEveryKibibyte(CapturedOutput output) throws IOException {
		for (int at = 0; at < FIRMWARE.length; at += STEP) {
			try (RawTlsClient device = RawTlsClient.connect(SERVER.port())) {
				device.send("GET /files/kept.bin" + AUTHORIZED + "\r\n");
				device.incoming().readNBytes(at);
				device.abort();
			}
		}
		assertThat(SERVER.admin().get("/files/kept.bin").body()).isEqualTo(FIRMWARE);
		assertThat(output).doesNotContain(" ERROR ");
	}

	@Test
	void uploadIsResetAtEveryKibibyte(CapturedOutput output) throws IOException {
		for (int at = 0; at < FIRMWARE.length; at += STEP) {
			try (RawTlsClient admin = RawTlsClient.connect(SERVER.port())) {
				String name = at / STEP % 2 == 0 ? "new.bin" : "kept.bin";
				admin.send("PUT /files/" + name + AUTHORIZED + "Content-Length: " + FIRMWARE.length + "\r\n\r\n");
				admin.send(Arrays.copyOf(FIRMWARE, at));
				admin.abort();
			}
		}
		Awaitility.await().untilAsserted(() -> assertThat(SERVER.filesUnder("incoming")).isEmpty());
		assertThat(SERVER.admin().get("/files/kept.bin").body()).isEqualTo(FIRMWARE);
		assertThat(SERVER.admin().get("/files/new.bin").status()).isEqualTo(404);
		StoredState.assertWhole(SERVER);
		assertThat(output).doesNotContain(" ERROR ");
	}

}
