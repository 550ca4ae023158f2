package io.fuota.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.testing.ApiClient;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.SimulatedDevice.Turn;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the server knows of a device after what the device did. */
class FleetIntegrationTests {

	private static final byte[] IMAGE = Esp32Image.of("demo", "1.1", 500_000);

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
	void anUpdateIsConfirmedByTheNextCheck() {
		SimulatedEsp32 device = assigned("confirmed");
		assertThat(device.turn()).isEqualTo(Turn.UPDATED);
		assertThat(state("confirmed")).isEqualTo("DOWNLOADED");

		assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);

		assertThat(state("confirmed")).isEqualTo("CONFIRMED");
		JsonNode known = api().get("/devices/confirmed").get("device");
		assertThat(known.get("version").asString()).isEqualTo("1.1");
		assertThat(known.get("hardware").asString()).isEqualTo("esp32");
		assertThat(kinds("confirmed")).containsExactly("CONFIRMED", "SEEN_VERSION", "DOWNLOAD_FINISHED",
				"DOWNLOAD_STARTED", "OFFERED", "SEEN_VERSION", "ASSIGNED");
	}

	@Test
	void aDeviceThatFlashesInACircleIsQuarantinedUntilItIsAssignedAgain() {
		SimulatedEsp32 device = assigned("circle");
		device.neverChangesItsVersion();
		for (int round = 0; round < 3; round++) {
			assertThat(device.turn()).isEqualTo(Turn.UPDATED);
		}
		assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
		assertThat(api().get("/devices/circle").at("/device/quarantine/file").asString()).isEqualTo("demo.bin");
		assertThat(api().get("/devices/circle/decision").get("action").asString()).isEqualTo("QUARANTINED");

		SERVER.restart();
		assertThat(device.turn()).as("also after a restart").isEqualTo(Turn.NOTHING_TO_DO);

		SERVER.admin().assign("circle", "1.0", "demo.bin");
		assertThat(device.turn()).as("an identical assignment ends it").isEqualTo(Turn.UPDATED);
	}

	@Test
	void aQuarantineEndsByReleaseAndByOtherBytes() {
		for (String end : List.of("release", "bytes")) {
			SimulatedEsp32 device = assigned("ends-by-" + end);
			String file = "ends-by-" + end + ".bin";
			SERVER.admin().upload(file, Esp32Image.of("demo", "2.0", 200_000));
			SERVER.admin().assign("ends-by-" + end, "1.0", file);
			device.neverChangesItsVersion();
			for (int round = 0; round < 3; round++) {
				assertThat(device.turn()).isEqualTo(Turn.UPDATED);
			}
			assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
			if (end.equals("release")) {
				assertThat(api().send("POST", "/devices/ends-by-release/release", "").status()).isEqualTo(200);
			}
			else {
				SERVER.admin().upload(file, Esp32Image.of("demo", "2.1", 200_000));
			}
			assertThat(device.turn()).isEqualTo(Turn.UPDATED);
			assertThat(api().get("/devices/ends-by-" + end).at("/device/quarantine").isNull()).isTrue();
		}
	}

	@Test
	void aDownloadThatBreaksOffIsNoFailedRound() {
		SimulatedEsp32 device = assigned("breaks");
		// Larger than what the system buffers on both sides: that counts as sent.
		SERVER.admin().upload("large.bin", Esp32Image.of("demo", "1.1", 16 * 1024 * 1024));
		SERVER.admin().assign("breaks", "1.0", "large.bin");
		for (int round = 0; round < 5; round++) {
			device.losesConnectionAfter(20_000);
			assertThat(device.turn()).isEqualTo(Turn.FAILED);
		}
		assertThat(state("breaks")).isEqualTo("DOWNLOADING");
		assertThat(api().get("/devices/breaks").at("/device/failedRounds").asInt()).isZero();
		assertThat(api().get("/devices/breaks/decision").get("action").asString()).isEqualTo("INSTALL");
	}

	@Test
	void anyVersionIsOfferedOnceAndNeverToWhoRunsIt() {
		SERVER.admin().upload("demo.bin", IMAGE);
		SERVER.admin().assign("any", "*", "demo.bin");
		SimulatedEsp32 device = new SimulatedEsp32(Esp32Constants.of(SERVER), "any", "0.7-test");
		assertThat(device.turn()).isEqualTo(Turn.UPDATED);
		assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
		assertThat(SERVER.admin().get("/devices/any?app_ver=1.1").status()).isEqualTo(204);
	}

	@Test
	void anyVersionNeedsAFileWhoseVersionIsKnown() {
		SERVER.admin().upload("opaque.bin", new byte[] { 1, 2, 3 });
		assertThat(put("x", "*", "opaque.bin")).isEqualTo(400);
		assertThat(put("x", "*", "absent.bin")).isEqualTo(400);
		assertThat(SERVER.admin().get("/devices/x?app_ver=1").status()).isEqualTo(404);
	}

	@Test
	void anImageThatDoesntFitIsRefusedUnlessForced() {
		SimulatedEsp32 device = assigned("fits");
		device.turn();
		device.turn();
		assertThat(state("fits")).isEqualTo("CONFIRMED");
		SERVER.admin().upload("other-project.bin", Esp32Image.of("other", "1.2", 200_000));
		SERVER.admin().upload("older.bin", Esp32Image.of("demo", "1.0.0", 200_000));

		assertThat(put("fits", "1.1", "other-project.bin")).isEqualTo(400);
		assertThat(put("fits", "1.1", "other-project.bin?")).isEqualTo(400);
		assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);

		assertThat(SERVER.admin()
			.put("/devices/fits?force=true", "text/csv",
					"fits,1.1,other-project.bin".getBytes(StandardCharsets.US_ASCII))
			.status()).isEqualTo(200);
		assertThat(device.turn()).isEqualTo(Turn.UPDATED);
		JsonNode audit = api().get("/audit?limit=1").get("items").get(0);
		assertThat(audit.get("forced").asBoolean()).isTrue();
		assertThat(audit.get("account").asString()).isEqualTo(TestServer.USERNAME);
		assertThat(audit.get("address").asString()).isNotEmpty();
	}

	@Test
	void aDeviceThatAnOperatorDescribedIsOfferedNothingElse() {
		SimulatedEsp32 device = assigned("described");
		assertThat(api().send("PUT", "/devices/described/description", "{\"hardware\":\"esp32c3\"}").status())
			.isEqualTo(200);
		assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
		assertThat(put("described", "1.0", "demo.bin")).isEqualTo(400);
		assertThat(api().send("PUT", "/devices/described/description", "{\"hardware\":\"esp32\"}").status())
			.isEqualTo(200);
		assertThat(device.turn()).isEqualTo(Turn.UPDATED);
	}

	@Test
	void aForgottenDeviceBeginsAnew() {
		SimulatedEsp32 device = assigned("forgotten");
		device.turn();
		device.turn();
		assertThat(api().send("DELETE", "/devices/forgotten", "").status()).isEqualTo(204);
		assertThat(api().send("DELETE", "/devices/forgotten", "").status()).isEqualTo(404);
		assertThat(SERVER.admin().get("/devices/forgotten?app_ver=1.1").status()).isEqualTo(404);
		SERVER.restart();
		assertThat(api().send("GET", "/devices/forgotten", "").status()).isEqualTo(404);

		SERVER.admin().upload("other.bin", Esp32Image.of("other", "5.0", 200_000));
		SERVER.admin().assign("forgotten", "1.1", "other.bin");
		assertThat(device.turn()).as("nothing is held against it").isEqualTo(Turn.UPDATED);
	}

	@Test
	void aDeviceThatOnlyHasLabelsIsForgottenToo() {
		DeviceLabels labels = SERVER.part(DeviceLabels.class);
		SERVER.admin().assign("labelled", "1.0", "demo.bin");
		labels.set("labelled", List.of("cellar"));
		assertThat(SERVER.part(DeviceCare.class).forget(new DeviceId("labelled"))).isTrue();
		assertThat(labels.of("labelled")).isEmpty();
		assertThat(SERVER.part(DeviceCare.class).forget(new DeviceId("never-heard-of"))).isFalse();
	}

	@Test
	void anAttemptForBytesThatWereReplacedEndsForGood() {
		SimulatedEsp32 device = assigned("replaced");
		SERVER.admin().upload("replaced.bin", Esp32Image.of("demo", "3.0", 200_000));
		SERVER.admin().assign("replaced", "1.0", "replaced.bin");
		SERVER.admin().get("/devices/replaced?app_ver=1.0");
		SERVER.admin().upload("replaced.bin", Esp32Image.of("demo", "3.1", 200_000));
		assertThat(device.turn()).isEqualTo(Turn.UPDATED);

		JsonNode known = api().await("/devices/replaced", json -> json.get("attempts").size() == 2);

		assertThat(known.at("/attempts/0/state").asString()).isEqualTo("DOWNLOADED");
		assertThat(known.at("/attempts/1/state").asString()).isEqualTo("SUPERSEDED");
	}

	@Test
	void attemptsOfDevicesThatComeAtOnceAreAllKept() throws InterruptedException {
		int devices = 500;
		Fleet fleet = SERVER.part(Fleet.class);
		OfferedFile file = new OfferedFile("at-once.bin", "e".repeat(64), 1_000, OfferedFile.Build.UNKNOWN);
		ReportedVersion running = ReportedVersion.of("1.0");
		List<Thread> threads = IntStream.range(0, devices)
			.mapToObj(i -> new DeviceId("at-once-" + i))
			.map(id -> Thread.ofPlatform().unstarted(() -> {
				fleet.checkedIn(id, running, "127.0.0.1", "esp32");
				fleet.offered(id, running, file, "127.0.0.1");
			}))
			.toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		fleet.awaitDurable();
		AttemptHistory attempts = SERVER.part(AttemptHistory.class);
		assertThat(IntStream.range(0, devices).filter(i -> attempts.of("at-once-" + i, 2).size() == 1).count())
			.isEqualTo(devices);
	}

	@Test
	void whatDidntFitWhenTheFileCameLaterIsFoundAtTheOffer() {
		SimulatedEsp32 device = assigned("later");
		device.turn();
		device.turn();
		SERVER.admin().assign("later", "1.1", "comes-later.bin");
		SERVER.admin().upload("comes-later.bin", Esp32Image.of("other", "1.2", 200_000));
		assertThat(device.turn()).isEqualTo(Turn.NOTHING_TO_DO);
		assertThat(api().get("/devices/later/decision").get("action").asString()).isEqualTo("MISFIT");
	}

	@Test
	void aDeviceWithoutARowIsAmongTheUnknownOnes() {
		SERVER.admin().get("/devices/typo?app_ver=1.0");
		assertThat(api().get("/devices/unknown").toString()).contains("\"typo\"");
		assertThat(api().get("/devices?prefix=typo").get("items").isEmpty()).isTrue();
	}

	@Test
	void onlySoManyUnknownDevicesAreRemembered() {
		Fleet fleet = SERVER.part(Fleet.class);
		for (int i = 0; i < Fleet.MAX_UNKNOWN + 5_000; i++) {
			fleet.sawUnknown(new DeviceId("made-up-" + i), ReportedVersion.of("1"), "127.0.0.1", "esp32");
		}
		Awaitility.await().until(() -> fleet.unknown().size() <= Fleet.MAX_UNKNOWN);
	}

	private static SimulatedEsp32 assigned(String id) {
		SERVER.admin().upload("demo.bin", IMAGE);
		SERVER.admin().assign(id, "1.0", "demo.bin");
		return new SimulatedEsp32(Esp32Constants.of(SERVER), id, "1.0");
	}

	private static int put(String device, String version, String file) {
		String row = device + "," + version + "," + file;
		return SERVER.admin().put("/devices/" + device, "text/csv", row.getBytes(StandardCharsets.US_ASCII)).status();
	}

	private static String state(String device) {
		return api().get("/devices/" + device).at("/device/attempt/state").asString();
	}

	/** Newest first, once all are written. */
	private static List<String> kinds(String device) {
		return api().await("/devices/" + device, json -> json.get("events").size() >= 7)
			.get("events")
			.valueStream()
			.map(event -> event.get("kind").asString())
			.toList();
	}

	private static ApiClient api() {
		return new ApiClient(SERVER);
	}

}
