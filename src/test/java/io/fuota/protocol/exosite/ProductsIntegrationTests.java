package io.fuota.protocol.exosite;

import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may activate, and what becomes of tokens. */
@SharedTestServer
class ProductsIntegrationTests {

	private static final String READ = "/onep:v1/stack/alias?config_otau";

	private final TestServer server;

	private final ApiClient api;

	private final ExositeClient device;

	ProductsIntegrationTests(TestServer server) {
		this.server = server;
		this.api = new ApiClient(server);
		this.device = new ExositeClient(server, "pumps");
	}

	@BeforeEach
	void nothingIsThere() {
		device.clear();
	}

	@Test
	void aDeviceIsEnabledActivatedRevokedAndForgotten() {
		device.enable("1");
		assertThat(state("1")).isEqualTo("ENABLED");
		String token = device.activate("1").text();
		assertThat(state("1")).isEqualTo("ACTIVATED");
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(204);
		assertThat(api.send("DELETE", "/exosite/products/pumps/devices/1/cik", "").status()).isEqualTo(204);
		assertThat(state("1")).isEqualTo("REVOKED");
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(401);
		assertThat(device.activate("1").status()).isEqualTo(409);
		assertThat(api.send("DELETE", "/exosite/products/pumps/devices/1", "").status()).isEqualTo(204);
		assertThat(device.activate("1").status()).isEqualTo(404);
	}

	@Test
	void aDeviceThatIsEnabledAgainKeepsItsTokenUntilItActivates() {
		String first = device.activated("1");
		device.enable("1");
		assertThat(state("1")).isEqualTo("ENABLED_AGAIN");
		assertThat(device.get(READ, cik(first)).status()).isEqualTo(204);
		String second = device.activate("1").text();
		assertThat(device.get(READ, cik(first)).status()).isEqualTo(401);
		assertThat(device.get(READ, cik(second)).status()).isEqualTo(204);
	}

	@Test
	void anOperatorRenewsATokenAndSeesItOnce() {
		String first = device.activated("1");
		String second = ApiClient.json(api.send("POST", "/exosite/products/pumps/devices/1/cik", ""))
			.get("cik")
			.asString();
		assertThat(device.get(READ, cik(first)).status()).isEqualTo(401);
		assertThat(device.get(READ, cik(second)).status()).isEqualTo(204);
		assertThat(api.send("GET", "/exosite/products/pumps/devices/1", "").text()).doesNotContain(second);
	}

	@Test
	void tokensAreInNoFile() throws IOException {
		String token = device.activated("1");
		for (String name : server.filesUnder(".")) {
			Path file = server.dataFolder().resolve(name);
			assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(name)
				.doesNotContain(token);
		}
	}

	@Test
	void allWaysToShowATokenAreTaken() {
		String token = device.activated("1");
		assertThat(device.get(READ, "Authorization: token " + token).status()).isEqualTo(204);
		assertThat(device.get(READ, "Authorization: basic " + base64(":" + token)).status()).isEqualTo(204);
		assertThat(device.get(READ, "Authorization: Basic " + base64("1:" + token)).status()).isEqualTo(204);
		assertThat(device.get(READ, "Authorization: Basic " + base64("2:" + token)).status()).isEqualTo(401);
		assertThat(device.get(READ, "Authorization: Basic ???").status()).isEqualTo(401);
	}

	@Test
	void aListEnablesManyAndTakesTokensFromElsewhere() {
		String known = "0123456789abcdef0123456789abcdef01234567";
		RawResponse answer = put("a\n\"b,c\"\nd," + known + "\n");
		assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
		assertThat(ApiClient.json(answer).get("devices").asInt()).isEqualTo(3);
		assertThat(device.get(READ, cik(known)).status()).isEqualTo(204);
		JsonNode page = api.get("/exosite/products/pumps/devices?limit=2");
		assertThat(page.get("items").valueStream().map(row -> row.get("device").asString())).containsExactly("pumps.a",
				"pumps.b,c");
		assertThat(page.get("next").asString()).isEqualTo("b,c");
		assertThat(
				api.get("/exosite/products/pumps/devices?limit=2&after=b%2Cc").get("items").get(0).get("sn").asString())
			.isEqualTo("d");
		assertThat(api.get("/exosite/products").valueStream())
			.anySatisfy(product -> assertThat(product.toString()).isEqualTo("{\"product\":\"pumps\",\"devices\":3}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a,b,c\n", "a,short\n", "a\na\n", "a\n\n/\n", "\"a",
			"a,0123456789ABCDEF0123456789abcdef01234567" })
	void aListWithAWrongRowEnablesNobody(String csv) {
		assertThat(put(csv).status()).isEqualTo(400);
		assertThat(api.get("/exosite/products/pumps/devices").get("items")).isEmpty();
	}

	@Test
	void aTokenOfAnotherDeviceIsRefused() {
		String token = device.activated("1");
		assertThat(put("2," + token + "\n").status()).isEqualTo(409);
		assertThat(put("1," + token + "\n").status()).isEqualTo(200);
	}

	@Test
	void namesThatBreakARuleAreRefused() {
		assertThat(api.send("PUT", "/exosite/products/a.b/devices/1", "").status()).isEqualTo(400);
		assertThat(api.send("PUT", "/exosite/products/-a/devices/1", "").status()).isEqualTo(400);
		assertThat(api.send("PUT", "/exosite/products/pumps/devices/%20", "").status()).isEqualTo(400);
		assertThat(api.send("PUT", "/exosite/products/pumps/devices/" + "x".repeat(250), "").status()).isEqualTo(400);
	}

	@Test
	void theProductIsOfTheHostElseOfTheBody() {
		device.enable("1");
		String body = "vendor=pumps&model=pumps&sn=1";
		String head = "POST /provision/activate HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n";
		assertThat(send(head.formatted("m2.exosite.com", body.length()) + body).status()).isEqualTo(200);
		device.enable("1");
		assertThat(send(head.formatted("PUMPS.m2.exosite.io:443", 4) + "id=1").status()).isEqualTo(200);
		assertThat(send(head.formatted("m2.exosite.com", 4) + "sn=1").status()).isEqualTo(404);
	}

	@Test
	void theProductIsOfTheNameInTlsWhereTheHostIsFixed() throws IOException {
		device.enable("1");
		String request = "POST /provision/activate HTTP/1.1\r\nHost: m2.exosite.com\r\nContent-Length: 4\r\n\r\nsn=1";
		TlsOptions named = TlsOptions.anyCertificate().serverName("Pumps.m2.exosite.io");
		RawTlsClient client = RawTlsClient.connect(server.port(), named)
			.send(request.getBytes(StandardCharsets.US_ASCII));
		assertThat(ExositeClient.receive(client).status()).isEqualTo(200);
		TlsOptions other = TlsOptions.anyCertificate().serverName("other.m2.exosite.io");
		RawTlsClient stranger = RawTlsClient.connect(server.port(), other)
			.send(request.getBytes(StandardCharsets.US_ASCII));
		assertThat(ExositeClient.receive(stranger).status()).isEqualTo(404);
	}

	private RawResponse send(String request) {
		return ExositeClient.receive(device.begin(request));
	}

	private RawResponse put(String csv) {
		return server.admin()
			.put("/api/v1/exosite/products/pumps/devices", "text/csv", csv.getBytes(StandardCharsets.UTF_8));
	}

	private String state(String sn) {
		return api.get("/exosite/products/pumps/devices/" + sn).get("state").asString();
	}

	private static String base64(String text) {
		return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
