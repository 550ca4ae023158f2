package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that is started while another one on the same folder is still stopping. */
class SecondStartFaultTests {

	/** More than the sockets on both sides buffer. */
	private static final int SIZE = 24 * 1024 * 1024;

	/** 128 + SIGTERM. */
	private static final int ENDED_BY_SIGTERM = 143;

	private final TestServer folder = TestServer.prepare();

	@AfterEach
	void close() {
		folder.close();
	}

	@Test
	void startDuringAShutdownIsRefusedInOneSentenceAndTheDownloadUnderWayEndsWhole() throws IOException {
		byte[] firmware = new byte[SIZE];
		new Random(7).nextBytes(firmware);
		// So that a slow machine doesn't end the first one before the second looks.
		List<String> arguments = new ArrayList<>(folder.arguments());
		arguments.add("--spring.lifecycle.timeout-per-shutdown-phase=170s");
		try (ServerProcess first = ServerProcess.start(List.of(), arguments)) {
			int port = first.awaitPort();
			AdminClient admin = new AdminClient(port, TestServer.USERNAME, TestServer.PASSWORD);
			admin.upload("large.bin", firmware);
			admin.assign("1", "1", "large.bin");
			try (RawTlsClient device = RawTlsClient.connect(port,
					TlsOptions.anyCertificate().receiveBufferBytes(8 * 1024))) {
				device.send(admin.head("GET", "/files/large.bin", "Connection: close") + "\r\n");
				byte[] begin = device.incoming().readNBytes(64 * 1024);
				first.beginToStop();

				try (ServerProcess second = ServerProcess.start(List.of(), folder.arguments())) {
					assertThat(second.exitCode()).isEqualTo(1);
					assertThat(second.output().lines().filter(line -> line.startsWith("fuota-server can't start: ")))
						.singleElement()
						.asString()
						.contains(folder.dataFolder().toString(), "in use by another fuota-server", "is stopping");
				}

				byte[] rest = device.receiveRest();
				int bodyAt = new String(begin, 0, 1024, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
				assertThat(begin.length - bodyAt + rest.length).isEqualTo(SIZE);
				assertThat(Arrays.equals(rest, Arrays.copyOfRange(firmware, SIZE - rest.length, SIZE))).isTrue();
			}
			assertThat(first.exitCode()).isEqualTo(ENDED_BY_SIGTERM);
		}
		folder.start();
		assertThat(folder.admin().get("/devices/1?app_ver=1").text()).isEqualTo("large.bin");
		StoredState.assertWhole(folder);
	}

}
