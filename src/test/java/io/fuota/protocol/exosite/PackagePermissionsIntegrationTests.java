package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Making packages and applying them are two permissions. */
@SharedTestServer(settings = { "FUOTA_OPERATOR_USERNAME=operator", "FUOTA_OPERATOR_PASSWORD=applies" })
class PackagePermissionsIntegrationTests {

	private static final String JSON = "Accept: application/json\r\nContent-Type: application/json";

	private static final String MANIFEST = "{\"version\":\"1\",\"name\":\"n\",\"type\":\"FILE\","
			+ "\"payload\":\"https://example.com/a\",\"devices\":[\"pumps.1\"]}";

	private final TestServer server;

	private final AdminClient operator;

	PackagePermissionsIntegrationTests(TestServer server) {
		this.server = server;
		this.operator = new AdminClient(server.port(), "operator", "applies");
	}

	@Test
	void anOperatorAppliesWhatAnAdminMade() {
		new ExositeClient(server, "pumps").activated("1");
		assertThat(send("PUT", "/api/v1/packages/spring", MANIFEST)).isEqualTo(403);
		assertThat(new ApiClient(server).send("PUT", "/packages/spring", MANIFEST).status()).isEqualTo(201);
		assertThat(send("POST", "/api/v1/packages/spring/apply?dryRun=true", "{}")).isEqualTo(200);
		assertThat(send("POST", "/api/v1/packages/spring/apply", "{}")).isEqualTo(200);
		assertThat(send("GET", "/api/v1/devices/pumps.1", "")).isIn(200, 404);
		assertThat(send("GET", "/api/v1/packages", "")).isEqualTo(200);
		assertThat(send("DELETE", "/api/v1/packages/spring", "")).isEqualTo(403);
		assertThat(send("PUT", "/api/v1/exosite/products/pumps/devices/2", "")).isEqualTo(403);
		assertThat(send("POST", "/api/v1/assignments", "{}")).isEqualTo(403);
		assertThat(send("GET", "/api/v1/audit", "")).isEqualTo(403);
		assertThat(send("GET", "/api/v1/coap/psk", "")).isEqualTo(403);
		assertThat(send("PUT", "/files/a.bin", "x")).isEqualTo(403);
		assertThat(send("GET", "/devices/pumps.1?app_ver=1", "")).isEqualTo(403);
	}

	private int send(String method, String target, String body) {
		return operator.send(method, target, body.getBytes(StandardCharsets.UTF_8), JSON).status();
	}

}
