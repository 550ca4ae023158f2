package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.MongooseBundle;
import io.fuota.testing.MongooseClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the server knows of Mongoose OS devices, and what it believes. */
@SharedTestServer(settings = "FUOTA_MAX_ATTEMPTS=2")
class AttemptsIntegrationTests {

	private static final String OLD = "esp32 1.0 20230101-000000/a";

	private static final String NEW = "esp32 1.1 20240101-000000/b";

	private final TestServer server;

	private final AdminClient admin;

	private final ApiClient api;

	private final MongooseClient device;

	AttemptsIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
		this.api = new ApiClient(server);
		this.device = new MongooseClient(server);
	}

	@BeforeEach
	void rule() {
		admin.upload("new.zip", MongooseBundle.of("demo", "esp32", "1.1", "20240101-000000/b", 4_000));
		assertThat(MongooseClient.rules(admin, "esp32,1.0,new.zip").status()).isEqualTo(204);
	}

	@AfterEach
	void noRules() {
		MongooseClient.rules(admin);
	}

	@Test
	void aDeviceIsConfirmedByVersionAndBuild() {
		assertThat(poll(OLD)).isEqualTo(200);
		assertThat(attempt("state")).isEqualTo("DOWNLOADED");
		assertThat(attempt("fromVersion")).isEqualTo("1.0 20230101-000000/a");
		assertThat(poll(NEW)).as("no rule is for it, and it is known all the same").isEqualTo(304);
		assertThat(attempt("state")).isEqualTo("CONFIRMED");
		assertThat(details().at("/device/version").asString()).isEqualTo("1.1 20240101-000000/b");
		assertThat(details().at("/device/hardware").asString()).isEqualTo("esp32");
		assertThat(details().at("/device/project").asString()).isEqualTo("demo");
	}

	@Test
	void whatADeviceSaysThatItIsCountsForAssignments() {
		assertThat(poll(OLD)).isEqualTo(200);
		assertThat(details().at("/device/hardware").asString()).isEqualTo("esp32");
		admin.upload("foreign.zip", MongooseBundle.of("demo", "esp8266", "1.2", "20240101-000000/b", 4_000));
		String wish = "{\"devices\":[\"esp32_0A1B2C\"],\"fromVersion\":\"1.0\",\"file\":\"foreign.zip\"}";
		RawResponse refused = api.send("POST", "/assignments", wish);
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("esp8266").contains("has esp32");
	}

	@Test
	void anotherBuildOfTheVersionIsUnexpectedAndTeachesNothing() {
		poll(OLD);
		poll("esp32 1.1 20240101-000000/other");
		assertThat(attempt("state")).isEqualTo("UNEXPECTED_VERSION");
		assertThat(api.get("/files/new.zip").get("reportedVersion").isNull()).isTrue();
	}

	@Test
	void aDeviceThatRevertsIsQuarantined() {
		assertThat(poll(OLD)).isEqualTo(200);
		assertThat(poll(OLD)).as("it reverted once").isEqualTo(200);
		assertThat(attempt("state")).isEqualTo("DOWNLOADED");
		assertThat(poll(OLD)).as("it reverted twice").isEqualTo(304);
		assertThat(details().at("/device/quarantine/file").asString()).isEqualTo("new.zip");
		admin.upload("new.zip", MongooseBundle.of("demo", "esp32", "1.1", "20240102-000000/c", 4_000));
		assertThat(poll(OLD)).as("other bytes").isEqualTo(200);
	}

	@Test
	void aFetchByNameIsNotedToo() {
		assertThat(admin.get("/fw/new.zip", MongooseClient.headers("esp32_0A1B2C", OLD)).status()).isEqualTo(200);
		assertThat(attempt("state")).isEqualTo("DOWNLOADED");
		assertThat(admin.get("/fw/new.zip", MongooseClient.headers("esp32_0A1B2C", NEW)).status()).isEqualTo(304);
		assertThat(attempt("state")).isEqualTo("CONFIRMED");
	}

	@Test
	void withoutCredentialsNobodySpeaksForADeviceThatHasThem() {
		SimulatedEsp32 esp32 = new SimulatedEsp32(Esp32Constants.of(server), "esp32_0A1B2C", "7");
		admin.assign(esp32.id(), "9", "new.zip");
		esp32.turn();
		assertThat(poll("esp32 8 x")).isEqualTo(304);
		assertThat(details().at("/device/version").asString()).isEqualTo("7");
		admin.get("/update", MongooseClient.headers("esp32_0A1B2C", "esp32 8 x"));
		assertThat(details().at("/device/version").asString()).isEqualTo("8 x");
	}

	@Test
	void aDeviceThatNothingIsForIsUnknown() {
		poll("esp32 3.0 x");
		assertThat(api.get("/devices/unknown").toString()).contains("esp32_0A1B2C", "3.0 x", "mongoose");
	}

	@Test
	void staticAndOtherPathsNeedCredentials() {
		String[] headers = MongooseClient.headers("esp32_0A1B2C", OLD);
		for (String path : new String[] { "/fw/new.zip", "/files/new.zip", "/fw/none.zip", "/other" }) {
			assertThat(device.send(MongooseClient.request(path, headers)).status()).as(path).isEqualTo(403);
		}
	}

	private int poll(String firmware) {
		return device.get("/update", firmware).status();
	}

	private JsonNode details() {
		return api.get("/devices/esp32_0A1B2C");
	}

	private String attempt(String field) {
		return details().at("/device/attempt/" + field).asString();
	}

}
