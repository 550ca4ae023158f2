package io.fuota.protocol.exosite;

import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no device sends. */
@SharedTestServer
class HostileDevicesIntegrationTests {

	private static final String ALIAS = "/onep:v1/stack/alias";

	private final ExositeClient device;

	private final TestServer server;

	HostileDevicesIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new ExositeClient(server, "hostile");
	}

	@BeforeEach
	void nothingIsThere() {
		device.clear();
	}

	@Test
	void aWriteThatIsTooLargeIs413() {
		String token = device.activated("1");
		assertThat(device.post(ALIAS, "otau_in=" + "x".repeat(64 * 1024), cik(token)).status()).isEqualTo(413);
		assertThat(device.post(ALIAS, "otau_in=" + "x".repeat(60 * 1024), cik(token)).status()).isEqualTo(204);
	}

	@Test
	void noWriteIsRefusedForItsContent() {
		String token = device.activated("1");
		Random random = new Random(7);
		for (int i = 0; i < 30; i++) {
			String body = random.ints(random.nextInt(200), 1, 256)
				.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
				.toString();
			assertThat(device.post(ALIAS, "otau_in=" + body + "&config_otau=" + body, cik(token)).status()).as(body)
				.isEqualTo(204);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/provision/download?id=", "/provision/download?id=..%2f..%2fdevices.db",
			"/provision/download?id=none", "/provision/download?id=none&info=true", "/provision/download?id=%00" })
	void unknownContentIs404(String target) {
		RawResponse answer = device.get(target, cik(device.activated("1")));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.rawBody()).hasSizeLessThan(30);
	}

	@Test
	void contentOfAnotherProductIsRefusedAsDocumented() {
		String token = device.activated("1");
		server.admin().upload("a.bin", new byte[] { 1 });
		String other = "/provision/download?vendor=x&model=y";
		assertThat(device.get(other, cik(token)).status()).isEqualTo(403);
		assertThat(device.get(other + "&id=a.bin", cik(token)).status()).isEqualTo(403);
		assertThat(device.get(other + "&id=a.bin&info=true", cik(token)).status()).isEqualTo(400);
		String own = "/provision/download?vendor=acme&model=hostile";
		assertThat(device.get(own, cik(token)).text()).isEqualTo("a.bin");
		assertThat(device.get(own + "&id=a.bin", cik(token)).rawBody()).containsExactly(1);
	}

	@Test
	void aRangeBehindTheEndIs416() {
		String token = device.activated("1");
		server.admin().upload("a.bin", new byte[] { 1, 2, 3 });
		RawResponse answer = device.get("/provision/download?id=a.bin", cik(token), "Range: bytes=3-");
		assertThat(answer.status()).isIn(200, 416);
		assertThat(device.get("/provision/download?id=a.bin", cik(token), "Range: bytes=-0").required("Content-Range"))
			.isEqualTo("bytes */3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE", "PUT", "PATCH", "OPTIONS" })
	void otherMethodsAre405(String method) throws IOException {
		String token = device.activated("1");
		for (String path : List.of(ALIAS, "/provision/activate", "/provision/download")) {
			try (RawTlsClient client = device.begin(device.request(method, path, List.of(cik(token)), ""))) {
				assertThat(client.receive().status()).as(path).isEqualTo(405);
			}
		}
	}

	@Test
	void activationWithoutAnSnIs404() {
		assertThat(device.post("/provision/activate", "").status()).isEqualTo(404);
		assertThat(device.post("/provision/activate", "vendor=hostile&model=hostile&sn=").status()).isEqualTo(404);
	}

}
