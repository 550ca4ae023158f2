package io.fuota.protocol.fmu;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.FmuFile;
import io.fuota.testing.SimulatedDevice.Turn;
import io.fuota.testing.SimulatedFmuDevice;
import io.fuota.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is known of devices that nobody assigned anything to: the catalogue decides. */
class FmuTruthIntegrationTests {

	private static final byte[] FILE = FmuFile.of(1, 20_000);

	private static final TestServer SERVER = TestServer.prepare().with("FUOTA_MAX_ATTEMPTS", "3");

	@BeforeAll
	static void start() {
		SERVER.start();
	}

	@AfterAll
	static void close() {
		SERVER.close();
	}

	@Test
	void anUpdateFromTheCatalogueIsConfirmedByTheNextCheck() {
		SERVER.admin().upload(FmuFile.name("CONFIRMED", "1.1.0"), FILE);
		try (SimulatedFmuDevice device = device("CONFIRMED")) {
			assertThat(device.turn()).isEqualTo(Turn.UPDATED);
			assertThat(state(device)).isEqualTo("DOWNLOADED");
			assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
			assertThat(state(device)).isEqualTo("CONFIRMED");

			JsonNode known = known(device);
			assertThat(known.get("version").asString()).isEqualTo("1.1.0");
			assertThat(known.get("hardware").asString()).isEqualTo("CONFIRMED");
			assertThat(known.get("protocol").asString()).isEqualTo("fmu");
			JsonNode decision = decision(device);
			assertThat(decision.get("action").asString()).isEqualTo("NOTHING_NEWER");
			assertThat(decision.get("sentence").asString()).contains("CONFIRMED").contains("1.1.0");
		}
	}

	@Test
	void aDeviceThatFlashesInACircleIsQuarantined() {
		SERVER.admin().upload(FmuFile.name("CIRCLE", "1.1.0"), FILE);
		try (SimulatedFmuDevice device = device("CIRCLE")) {
			device.neverChangesItsVersion();
			for (int round = 0; round < 3; round++) {
				assertThat(device.turn()).isEqualTo(Turn.UPDATED);
			}
			assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
			assertThat(decision(device).get("action").asString()).isEqualTo("QUARANTINED");

			assertThat(api().send("POST", path(device) + "/release", "").status()).isEqualTo(200);
			assertThat(device.turn()).as("released").isEqualTo(Turn.UPDATED);
		}
	}

	@Test
	void devicesBehindOneAddressDontBringEachOtherIntoQuarantine() {
		SERVER.admin().upload(FmuFile.name("SITE", "1.1.0"), FILE);
		try (SimulatedFmuDevice one = device("SITE"); SimulatedFmuDevice other = device("SITE")) {
			one.neverChangesItsVersion();
			other.neverChangesItsVersion();
			for (int round = 0; round < 4; round++) {
				assertThat(one.turn()).isEqualTo(Turn.UPDATED);
				assertThat(other.turn()).isEqualTo(Turn.UPDATED);
			}
			assertThat(known(one).at("/failedRounds").asInt()).isZero();
		}
	}

	@Test
	void anotherVersionThanTheFilesIsNoConfirmation() {
		SERVER.admin().upload(FmuFile.name("THIRD", "1.1.0"), FILE);
		try (SimulatedFmuDevice device = new SimulatedFmuDevice(new CoapProbe(SERVER), "127.0.0.1", "THIRD", "1.0.0",
				_ -> "1.0.5")) {
			assertThat(device.turn()).isEqualTo(Turn.UPDATED);
			assertThat(device.turn()).as("it is offered what it lacks").isEqualTo(Turn.UPDATED);
			assertThat(api().get(path(device)).at("/attempts/1/state").asString()).isEqualTo("UNEXPECTED_VERSION");
		}
	}

	@Test
	void othersAreAnsweredWhileAConfirmationWaitsForTheDatabase() throws Exception {
		SERVER.admin().upload(FmuFile.name("WAITS", "1.1.0"), FILE);
		SERVER.admin().upload(FmuFile.name("GOES-ON", "1.1.0"), FILE);
		try (SimulatedFmuDevice waiting = device("WAITS");
				SimulatedFmuDevice other = device("GOES-ON");
				Connection database = DriverManager
					.getConnection("jdbc:sqlite:" + SERVER.dataFolder().resolve("devices.db"));
				Statement statement = database.createStatement()) {
			assertThat(waiting.turn()).isEqualTo(Turn.UPDATED);
			statement.execute("begin immediate");
			CompletableFuture<Turn> confirmation = CompletableFuture.supplyAsync(waiting::turn);
			assertThat(other.turn()).isEqualTo(Turn.UPDATED);
			assertThat(confirmation).isNotDone();
			statement.execute("rollback");
			assertThat(confirmation.get(1, TimeUnit.MINUTES)).isEqualTo(Turn.NOTHING_TO_DO);
			assertThat(state(waiting)).isEqualTo("CONFIRMED");
		}
	}

	@Test
	void aNewerFileEndsAQuarantine() {
		SERVER.admin().upload(FmuFile.name("NEWER", "1.1.0"), FILE);
		try (SimulatedFmuDevice device = device("NEWER")) {
			device.neverChangesItsVersion();
			for (int round = 0; round < 3; round++) {
				assertThat(device.turn()).isEqualTo(Turn.UPDATED);
			}
			assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
			SERVER.admin().upload(FmuFile.name("NEWER", "1.1.1"), FmuFile.of(2, 20_000));
			assertThat(device.turn()).isEqualTo(Turn.UPDATED);
			assertThat(known(device).get("quarantine").isNull()).isTrue();
		}
	}

	@Test
	void aDeviceOfAProductThatNobodyKnowsIsAmongTheUnknownOnes() {
		try (SimulatedFmuDevice device = device("TYPO")) {
			assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
			assertThat(api().get("/devices/unknown").toString()).contains(device.id());
			assertThat(api().send("GET", path(device), "").status()).isEqualTo(404);
		}
	}

	private static SimulatedFmuDevice device(String pid) {
		return new SimulatedFmuDevice(new CoapProbe(SERVER), "127.0.0.1", pid, "1.0.0", _ -> "1.1.0");
	}

	private static String path(SimulatedFmuDevice device) {
		return "/devices/" + AdminClient.encode(device.id());
	}

	private static JsonNode known(SimulatedFmuDevice device) {
		return api().get(path(device)).get("device");
	}

	private static JsonNode decision(SimulatedFmuDevice device) {
		return api().get(path(device) + "/decision");
	}

	private static String state(SimulatedFmuDevice device) {
		return known(device).at("/attempt/state").asString();
	}

	private static ApiClient api() {
		return new ApiClient(SERVER);
	}

}
