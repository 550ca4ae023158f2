package io.fuota.protocol.exosite;

import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Packages: made, listed, applied. */
@SharedTestServer
class PackagesIntegrationTests {

	private static final String READ = "/onep:v1/stack/alias?config_otau";

	private static final String MANIFEST = "{\"version\":\"1.1\",\"name\":\"Update\",\"type\":\"URL_LIST\","
			+ "\"payload\":[\"a.bin\",\"https://example.com/b\"]";

	private final TestServer server;

	private final ApiClient api;

	private final ExositeClient device;

	PackagesIntegrationTests(TestServer server) {
		this.server = server;
		this.api = new ApiClient(server);
		this.device = new ExositeClient(server, "pumps");
	}

	@BeforeEach
	void aFile() {
		device.clear();
		server.admin().upload("a.bin", new byte[] { 1, 2, 3 });
	}

	@Test
	void aPackageIsMadeChangedListedAndDeleted() {
		assertThat(put("spring", "").status()).isEqualTo(201);
		assertThat(put("spring", "").status()).isEqualTo(200);
		JsonNode known = api.get("/packages/spring");
		assertThat(known.get("version").asString()).isEqualTo("1.1");
		assertThat(known.get("payload").toString()).isEqualTo("[\"a.bin\",\"https://example.com/b\"]");
		assertThat(api.get("/packages")).hasSize(1);
		assertThat(api.send("DELETE", "/packages/spring", "").status()).isEqualTo(204);
		assertThat(api.send("GET", "/packages/spring", "").status()).isEqualTo(404);
	}

	@Test
	void aListedPackageIsntAppliedByThat() {
		String token = device.activated("1");
		put("spring", ",\"devices\":[\"pumps.1\"]");
		assertThat(api.get("/packages/spring").get("devices").toString()).isEqualTo("[\"pumps.1\"]");
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(204);
		assertThat(api.send("POST", "/packages/spring/apply", "{}").status()).isEqualTo(200);
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(200);
	}

	@Test
	void aDryRunSaysWhatWouldHappenAndDoesNothing() {
		String token = device.activated("1");
		device.enable("2");
		put("spring", "");
		RawResponse plan = api.send("POST", "/packages/spring/apply?dryRun=true",
				"{\"devices\":[\"pumps.1\",\"pumps.2\",\"none.3\"]}");
		assertThat(ApiClient.json(plan).toString())
			.isEqualTo("{\"devices\":3,\"changed\":3,\"waiting\":0,\"objections\":1,"
					+ "\"told\":[{\"device\":\"none.3\",\"reason\":\"There is no Exosite device none.3.\",\"canBeForced\":false}]}");
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(204);
	}

	@Test
	void aPackageIsAppliedToAllOrNone() {
		String token = device.activated("1");
		put("spring", "");
		RawResponse refused = api.send("POST", "/packages/spring/apply", "{\"devices\":[\"pumps.1\",\"none.3\"]}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("none.3").contains("Nothing was applied");
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(204);
	}

	@Test
	void aPackageNamesFilesThatAreHere() {
		server.admin().delete("/files/a.bin");
		RawResponse refused = put("spring", "");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text()).contains("a.bin");
	}

	@Test
	void aFileThatWentAwayIsToldWhenThePackageIsApplied() {
		device.enable("1");
		put("spring", "");
		server.admin().delete("/files/a.bin");
		RawResponse refused = api.send("POST", "/packages/spring/apply", "{\"devices\":[\"pumps.1\"]}");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("a.bin");
	}

	@Test
	void whatBreaksARuleIsRefused() {
		assertThat(put("a b".replace(" ", "%20"), "").status()).isEqualTo(400);
		assertThat(put("x".repeat(101), "").status()).isEqualTo(400);
		assertThat(put("spring", ",\"devices\":\"pumps.1\"").status()).isEqualTo(400);
		assertThat(put("spring", ",\"devices\":[],\"label\":\"x\"").status()).isEqualTo(400);
		assertThat(api.send("PUT", "/packages/spring", "[]").status()).isEqualTo(400);
		assertThat(api.send("PUT", "/packages/spring", "{").status()).isEqualTo(400);
		put("spring", "");
		assertThat(api.send("POST", "/packages/spring/apply", "{}").status()).isEqualTo(400);
		assertThat(api.send("POST", "/packages/spring/apply", "{\"label\":\"none\"}").status()).isEqualTo(400);
		assertThat(api.send("POST", "/packages/none/apply", "{}").status()).isEqualTo(404);
	}

	@Test
	void anAssignmentMakesAPackageOfItsFile() {
		String token = device.activated("1");
		server.admin().upload("demo.bin", Esp32Image.of("demo", "2.0", 50_000));
		server.admin().assign("pumps.1", "1.0", "demo.bin");
		assertThat(device.get(READ, cik(token)).text()).isEqualTo("config_otau=" + AliasForm
			.encode("{\"version\":\"2.0\",\"name\":\"demo.bin\",\"type\":\"URL_LIST\",\"payload\":[\"demo.bin\"]}"));
		server.admin().assign("pumps.1", "1.0", "a.bin");
		assertThat(device.get(READ, cik(token)).text()).isEqualTo("config_otau=" + AliasForm
			.encode("{\"version\":\"a.bin\",\"name\":\"a.bin\",\"type\":\"URL_LIST\",\"payload\":[\"a.bin\"]}"));
		server.admin().delete("/devices/pumps.1");
		assertThat(device.get(READ, cik(token)).status()).as("taken back").isEqualTo(204);
	}

	@Test
	void theInfoLineSaysWhatTheUploadSaid() {
		String token = device.activated("1");
		RawResponse uploaded = server.admin()
			.put("/api/v1/files/a.txt?description=read%20me,%20first", "text/x-notes", new byte[] { 1 });
		assertThat(uploaded.status()).isEqualTo(201);
		assertThat(device.get("/provision/download?id=a.txt&info=true", cik(token)).text())
			.matches("text/x-notes,1,\\d{10},read me, first");
		assertThat(device.get("/provision/download?id=a.txt", cik(token)).required("Content-Type"))
			.isEqualTo("text/x-notes");
		server.admin().put("/files/a.txt", "application/x-www-form-urlencoded", new byte[] { 1, 2 });
		assertThat(device.get("/provision/download?id=a.txt&info=true", cik(token)).text())
			.matches("application/octet-stream,2,\\d{10},");
		assertThat(
				server.admin().put("/api/v1/files/b.txt?description=" + "x".repeat(256), "a/b", new byte[1]).status())
			.isEqualTo(400);
	}

	@Test
	void anAcknowledgedAssignmentIsGivenAgainWhenItIsMadeAnew() {
		String token = device.activated("1");
		server.admin().assign("pumps.1", "1.0", "a.bin");
		device.post("/onep:v1/stack/alias", device.poll(token, 10_000).text(), cik(token));
		assertThat(device.poll(token, 0).status()).isEqualTo(304);
		server.admin().assign("pumps.1", "1.0", "a.bin");
		assertThat(device.poll(token, 0).status()).isEqualTo(200);
	}

	@Test
	void packagesOfTwoAdminsDontOverwriteEachOther() {
		put("shared", "");
		String seen = server.admin().get("/api/v1/packages/shared").required("ETag");
		assertThat(putIf(seen, "1.2")).isEqualTo(200);
		assertThat(putIf(seen, "1.3")).isEqualTo(412);
		assertThat(api.get("/packages/shared").get("version").asString()).isEqualTo("1.2");
	}

	private int putIf(String tag, String version) {
		String manifest = MANIFEST.replace("1.1", version) + "}";
		return server.admin()
			.put("/api/v1/packages/shared", "application/json", manifest.getBytes(StandardCharsets.US_ASCII),
					"If-Match: " + tag)
			.status();
	}

	private RawResponse put(String name, String more) {
		return api.send("PUT", "/packages/" + name, MANIFEST + more + "}");
	}

}
