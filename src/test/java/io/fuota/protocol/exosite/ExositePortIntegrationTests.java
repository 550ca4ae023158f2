package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.http.OwnPortListener;
import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A port on which Exosite devices are served, and nobody else. */
class ExositePortIntegrationTests {

	private static final TestServer SERVER = TestServer.prepare().with("FUOTA_EXOSITE_PORT", "random");

	@BeforeAll
	static void start() {
		SERVER.start();
	}

	@AfterAll
	static void close() {
		SERVER.close();
	}

	@Test
	void devicesAreServedOnBothPorts() throws IOException {
		new ExositeClient(SERVER, "pumps").enable("1");
		assertThat(send("GET /timestamp HTTP/1.1\r\nHost: pumps.m2.exosite.io\r\n\r\n").text()).matches("\\d+");
		String body = "vendor=pumps&model=pumps&sn=1";
		RawResponse activated = send("POST /provision/activate HTTP/1.1\r\nHost: pumps.m2.exosite.io\r\n"
				+ "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body);
		assertThat(activated.status()).isEqualTo(200);
		assertThat(new ExositeClient(SERVER, "pumps")
			.get("/onep:v1/stack/alias?config_otau", ExositeClient.cik(activated.text()))
			.status()).as("on the ordinary one").isEqualTo(204);
	}

	@Test
	void nothingElseIsThere() throws IOException {
		for (String path : new String[] { "/", "/devices", "/devices/1?app_ver=1", "/files/a.bin", "/api/v1/counts",
				"/console", "/provision/other" }) {
			RawResponse answer = send(SERVER.admin().head("GET", path) + "\r\n");
			assertThat(answer.status()).as(path).isEqualTo(404);
			assertThat(answer.body()).as(path).isEmpty();
		}
		assertThat(new ApiClient(SERVER).get("/counts").get("devices").isNumber()).isTrue();
	}

	@Test
	void itTakesHalfOfTheConnections() {
		// 16,384 at most for both.
		assertThat(SERVER.part(OwnPortListener.class).connections().orElseThrow()).isBetween(128, 8_192);
	}

	private static RawResponse send(String request) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(SERVER.part(OwnPortListener.class).port().orElseThrow())) {
			return client.send(request).receive();
		}
	}

}
