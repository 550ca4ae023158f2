package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * As many long polls as a small heap admits, in the connections that docs/limits.md
 * grants it: the server still answers checks, and tells them all.
 */
class ManyPollsFaultTests {

	/** Some 900 connections at 200 MiB of heap, of which a few are for others. */
	private static final int POLLS = 850;

	private static final String DEVICES = "{\"devices\":["
			+ IntStream.range(0, POLLS).mapToObj(sn -> "\"pumps." + sn + "\"").collect(Collectors.joining(",")) + "]}";

	@Test
	void asManyPollsAsTheHeapAdmitsAreParkedAndTold() throws IOException {
		try (TestServer settings = TestServer.prepare();
				ServerProcess server = ServerProcess.start(List.of("-Xmx200m", "-XX:+UseSerialGC"),
						settings.arguments())) {
			int port = server.awaitPort();
			AdminClient admin = new AdminClient(port, TestServer.USERNAME, TestServer.PASSWORD);
			prepare(admin);
			List<RawTlsClient> polls = new ArrayList<>();
			try {
				for (int sn = 0; sn < POLLS; sn++) {
					polls.add(RawTlsClient.connect(port, TlsOptions.anyCertificate()).send(poll(sn)));
				}
				Awaitility.await().until(() -> apply(admin, "?dryRun=true").contains("\"waiting\":" + POLLS));
				assertThat(admin.get("/devices/none?app_ver=1").status()).isEqualTo(404);
				assertThat(apply(admin, "")).contains("\"devices\":" + POLLS);
				for (RawTlsClient poll : polls) {
					RawResponse answer = poll.receive();
					assertThat(answer.status()).isEqualTo(200);
					assertThat(answer.text()).contains("a.bin");
				}
			}
			finally {
				for (RawTlsClient poll : polls) {
					poll.abort();
				}
			}
			assertThat(admin.get("/devices/none?app_ver=1").status()).isEqualTo(404);
			assertThat(server.output()).doesNotContain("OutOfMemoryError", " ERROR ");
		}
	}

	private static void prepare(AdminClient admin) {
		String rows = IntStream.range(0, POLLS)
			.mapToObj(sn -> sn + "," + token(sn) + "\n")
			.collect(Collectors.joining());
		assertThat(admin
			.put("/api/v1/exosite/products/pumps/devices", "text/csv", rows.getBytes(StandardCharsets.US_ASCII))
			.status()).isEqualTo(200);
		admin.upload("a.bin", new byte[] { 1 });
		String manifest = "{\"version\":\"2\",\"name\":\"n\",\"type\":\"FILE\",\"payload\":\"a.bin\"}";
		assertThat(
				admin.put("/api/v1/packages/spring", "application/json", manifest.getBytes(StandardCharsets.US_ASCII))
					.status())
			.isEqualTo(201);
	}

	private static String apply(AdminClient admin, String query) {
		RawResponse answer = admin.post("/api/v1/packages/spring/apply" + query, "application/json",
				DEVICES.getBytes(StandardCharsets.US_ASCII));
		assertThat(answer.status()).isEqualTo(200);
		return answer.text();
	}

	private static String poll(int sn) {
		return "GET /onep:v1/stack/alias?config_otau HTTP/1.1\r\nHost: pumps.m2.exosite.io\r\nX-Exosite-CIK: "
				+ token(sn) + "\r\nRequest-Timeout: 300000\r\nIf-Modified-Since: 0\r\n\r\n";
	}

	private static String token(int sn) {
		return "%040x".formatted(sn);
	}

}
