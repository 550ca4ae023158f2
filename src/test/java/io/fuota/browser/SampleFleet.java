package io.fuota.browser;

import io.fuota.fleet.DeviceLabels;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.TestServer;
import java.util.List;

/** A house full of thermostats, in every state. */
final class SampleFleet {

	private static final int IMAGE_BYTES = 1_048_576;

	private SampleFleet() {
	}

	static void make(TestServer server) {
		server.admin().upload("thermostat-1.1.0.bin", Esp32Image.of("thermostat", "1.1.0", IMAGE_BYTES));
		server.admin().upload("thermostat-1.2.0.bin", Esp32Image.of("thermostat", "1.2.0", IMAGE_BYTES));
		server.admin().upload("sensors/soil-0.4.bin", new byte[20_000]);
		for (int i = 1; i <= 6; i++) {
			String id = "kitchen-%02d".formatted(i);
			server.admin().assign(id, "1.0.0", "thermostat-1.1.0.bin");
			SimulatedEsp32 device = new SimulatedEsp32(Esp32Constants.of(server), id, "1.0.0");
			device.turn();
			device.turn();
		}
		for (int i = 1; i <= 4; i++) {
			String id = "living-room-%02d".formatted(i);
			server.admin().assign(id, "1.1.0", "thermostat-1.2.0.bin");
			check(server, id, "1.0.0");
		}
		server.admin().assign("cellar-01", "1.1.0", "thermostat-1.2.0.bin");
		SimulatedEsp32 looping = new SimulatedEsp32(Esp32Constants.of(server), "cellar-01", "1.1.0");
		looping.neverChangesItsVersion();
		for (int i = 0; i < 3; i++) {
			looping.turn();
		}
		server.admin().assign("garden-01", "0.3", "sensors/soil-0.4.bin");
		server.admin().assign("garden-02", "0.3", "sensors/soil-0.4.bin");
		check(server, "garden-01", "0.3");
		new DeviceClient(server).getWith("/files/sensors/soil-0.4.bin", DeviceClient.AUTHORIZED,
				"Range: bytes=0-12999");
		check(server, "gardn-03", "0.3");
		server.part(DeviceLabels.class).set("kitchen-03", List.of("ground floor", "pilot"));
		server.part(DeviceLabels.class).set("cellar-01", List.of("pilot"));
	}

	private static void check(TestServer server, String id, String version) {
		new DeviceClient(server).get("/devices/" + id + "?app_ver=" + version);
	}

}
