package io.fuota.browser;

import static org.awaitility.Awaitility.await;

import io.fuota.console.RiotDesk;
import io.fuota.fleet.DeviceLabels;
import io.fuota.testing.ApiClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RiotRelease;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.SimulatedExositeDevice;
import io.fuota.testing.SimulatedNode;
import io.fuota.testing.SuitFetch;
import io.fuota.testing.SuitOperator;
import io.fuota.testing.TestServer;
import java.util.List;
import java.util.Map;

/** A house full of thermostats and pumps, in every state. */
final class SampleFleet {

	private static final int IMAGE_BYTES = 1_048_576;

	private static final String RIOT = "samr21-xpro_app";

	private SampleFleet() {
	}

	/** A RIOT node that took the trigger and fetched its image, and one that is away. */
	static void tellNodes(TestServer server, SimulatedNode node) {
		RiotRelease release = new RiotRelease("coap://localhost:" + server.coapPort() + "/" + RIOT, 7);
		new SuitOperator(server).publish(RIOT, release.files());
		RiotRelease next = new RiotRelease("coap://localhost:" + server.coapPort() + "/" + RIOT, 8);
		new SuitOperator(server).publish(RIOT, Map.of(next.manifestName(), next.manifest()));
		RiotDesk desk = server.part(RiotDesk.class);
		long run = desk.tell(RIOT, "7",
				List.of(new RiotDesk.Node(node.url(), "attic-01"), new RiotDesk.Node("127.0.0.66:9", null)));
		await().until(() -> desk.run(run).orElseThrow().over());
		try (SuitFetch download = SuitFetch.ofNewNode(new CoapProbe(node.address(), server.coapPort()), 6)) {
			download.fetch(RIOT + "/" + release.imageName(1));
		}
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
		pumps(server);
		server.part(DeviceLabels.class).set("kitchen-03", List.of("ground floor", "pilot"));
		server.part(DeviceLabels.class).set("cellar-01", List.of("pilot"));
	}

	/** Three pumps: one runs its package, one waits for its, one was only enabled. */
	private static void pumps(TestServer server) {
		server.admin().upload("pump-2.4.bin", Esp32Image.of("pump", "2.4", IMAGE_BYTES));
		ExositeClient pumps = new ExositeClient(server, "pumps");
		pumps.clear();
		ApiClient api = new ApiClient(server);
		api.send("PUT", "/packages/spring",
				"{\"version\":\"2.4\",\"name\":\"Spring update\",\"description\":\"Quieter at night\",\"type\":\"URL_LIST\","
						+ "\"payload\":[\"pump-2.4.bin\",\"https://example.com/voices/en.zip\"],"
						+ "\"devices\":[\"pumps.0001\",\"pumps.0002\"]}");
		api.send("PUT", "/packages/night-mode", "{\"version\":\"7\",\"name\":\"Night mode\",\"type\":\"JSON\","
				+ "\"payload\":{\"from\":\"22:00\",\"to\":\"06:00\"},\"label\":\"ground floor\"}");
		api.send("PUT", "/packages/valve",
				"{\"version\":\"2.4\",\"name\":\"Valve\",\"type\":\"URL_LIST\",\"payload\":[\"pump-2.4.bin\"]}");
		SimulatedExositeDevice device = new SimulatedExositeDevice(server, "pumps", "0001", "2.3");
		device.turn();
		pumps.activated("0002");
		pumps.enable("0003");
		api.send("POST", "/packages/valve/apply", "{\"devices\":[\"pumps.0001\"]}");
		device.turn();
		device.turn();
		api.send("POST", "/packages/spring/apply", "{\"devices\":[\"pumps.0002\"]}");
	}

	private static void check(TestServer server, String id, String version) {
		new DeviceClient(server).get("/devices/" + id + "?app_ver=" + version);
	}

}
