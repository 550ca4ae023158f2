package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.Needs;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 5,000 connections at a time, 4,000 where the JDK computes TLS, each with half a
 * request, and then with all of it, in a process with the heap that the image gives it.
 */
@Needs("open-files")
class ManyConnectionsFaultTests {

	private static final String HEAD = "GET /devices/1?app_ver=1 HTTP/1.1\r\nHost: x\r\n";

	private static final String REST = "Authorization: " + AdminClient.basic(TestServer.USERNAME, TestServer.PASSWORD)
			+ "\r\n\r\n";

	@ParameterizedTest
	@CsvSource({ "native, 5000", "jdk, 4000" })
	void thousandsOfConnectionsAtHalfAGibibyteAreAllServed(String engine, int connections) throws IOException {
		try (TestServer settings = TestServer.prepare()
			.with("FUOTA_TLS_ENGINE", engine)
			.with("server.tomcat.connection-timeout", "10m");
				ServerProcess server = ServerProcess
					.start(List.of("-Xmx512m", "-Dio.netty.leakDetection.level=paranoid"), settings.arguments())) {
			int port = server.awaitPort();
			AdminClient poller = new AdminClient(port, TestServer.USERNAME, TestServer.PASSWORD);
			List<RawTlsClient> clients = new ArrayList<>();
			try {
				for (int i = 0; i < connections; i++) {
					clients.add(RawTlsClient.connect(port, TlsOptions.anyCertificate()).send(HEAD));
				}
				assertServed(poller);
				for (RawTlsClient client : clients) {
					assertThat(client.send(REST).receive().status()).isEqualTo(404);
				}
				assertServed(poller);
			}
			finally {
				for (RawTlsClient client : clients) {
					client.abort();
				}
			}
			assertServed(poller);
			assertThat(server.output()).doesNotContain("OutOfMemoryError", "LEAK", " ERROR ");
		}
	}

	private static void assertServed(AdminClient poller) {
		for (int i = 0; i < 20; i++) {
			assertThat(poller.get("/devices/1?app_ver=1").status()).isEqualTo(404);
		}
	}

}
