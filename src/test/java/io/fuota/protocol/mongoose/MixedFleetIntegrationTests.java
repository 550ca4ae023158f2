package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.testing.AdminClient;
import io.fuota.testing.MongooseBundle;
import io.fuota.testing.MongooseClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedDevice.Turn;
import io.fuota.testing.SimulatedMongooseDevice;
import io.fuota.testing.TestServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two hundred devices of many platforms at once: nobody gets a foreign bundle. */
@SharedTestServer
class MixedFleetIntegrationTests {

	private static final int DEVICES = 200;

	private static final int AT_ONCE = 16;

	/**
	 * The first one's bundle would be taken by the second one's devices, and bricks them.
	 */
	private static final List<String> PLATFORMS = List.of("esp32c3", "esp32", "esp8266", "stm32", "cc3200");

	private final TestServer server;

	private final AdminClient admin;

	private final Map<String, byte[]> bundles = new HashMap<>();

	MixedFleetIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
	}

	@AfterEach
	void noRules() {
		MongooseClient.rules(admin);
	}

	@Test
	void everyDeviceGetsTheBundleOfItsPlatformAndIsConfirmed() throws Exception {
		PLATFORMS.forEach(this::upload);
		List<String> rules = new ArrayList<>(PLATFORMS.stream().map(name -> name + ",1.*," + name + ".zip").toList());
		rules.removeLast();
		// Devices of the last platform are left to a rule that has a foreign bundle.
		rules.add("*,*,esp32.zip");
		assertThat(MongooseClient.rules(admin, rules.toArray(String[]::new)).status()).isEqualTo(204);
		List<SimulatedMongooseDevice> fleet = new ArrayList<>();
		for (int i = 0; i < DEVICES; i++) {
			String platform = PLATFORMS.get(i % PLATFORMS.size());
			fleet.add(new SimulatedMongooseDevice(server, "fleet-" + i, platform, "1." + i % 3, "b" + i % 7));
		}
		List<Turn> first = turns(fleet);
		List<Turn> second = turns(fleet);
		for (int i = 0; i < DEVICES; i++) {
			String platform = PLATFORMS.get(i % PLATFORMS.size());
			boolean served = i % PLATFORMS.size() < PLATFORMS.size() - 1;
			assertThat(first.get(i)).as("%s %d", platform, i).isEqualTo(served ? Turn.UPDATED : Turn.NOTHING_TO_DO);
			assertThat(second.get(i)).isEqualTo(Turn.NOTHING_TO_DO);
			byte[] expected = served ? bundles.get(platform) : new byte[0];
			assertThat(Arrays.equals(fleet.get(i).installed(), expected)).as("%s %d", platform, i).isTrue();
		}
		assertThat(server.part(Fleet.class).all().filter(MixedFleetIntegrationTests::isConfirmed)).hasSize(160);
	}

	private static boolean isConfirmed(DeviceStatus device) {
		return device.attempt() != null && device.attempt().state() == AttemptState.CONFIRMED;
	}

	private void upload(String platform) {
		byte[] bundle = MongooseBundle.of("demo", platform, "2.0", "20240102-030405/gabcdef0", 3_000);
		bundles.put(platform, bundle);
		admin.upload(platform + ".zip", bundle);
	}

	private static List<Turn> turns(List<SimulatedMongooseDevice> fleet) throws Exception {
		try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
			List<Callable<Turn>> all = new ArrayList<>();
			fleet.forEach(device -> all.add(device::turn));
			List<Turn> turns = new ArrayList<>();
			for (Future<Turn> turn : threads.invokeAll(all)) {
				turns.add(turn.get());
			}
			return turns;
		}
	}

}
