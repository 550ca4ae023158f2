package io.fuota.console;

import static io.fuota.console.PackageForms.LINK;
import static io.fuota.console.PackageForms.field;
import static io.fuota.console.PackageForms.refused;
import static io.fuota.console.PackageForms.wish;
import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.fleet.DeviceLabels;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedExositeDevice;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A package in the console: applied to devices, and how far they are. */
@SharedTestServer
class PackagePageIntegrationTests {

	private static final String READ = "/onep:v1/stack/alias?config_otau";

	private final TestServer server;

	private final ExositeClient devices;

	private final PackageForms forms;

	PackagePageIntegrationTests(TestServer server) {
		this.server = server;
		this.forms = new PackageForms(server);
		this.devices = forms.devices();
	}

	@Test
	void theDryRunComesBeforeTheButton() {
		String token = devices.activated("1");
		forms.make("summer", LINK);
		Map<String, String> wish = wish("summer", "pumps.1");
		forms.page("/console/package?name=summer");
		String plan = forms.apply(wish).text();
		assertThat(plan).contains("Apply to 1 device</button>");
		assertThat(devices.get(READ, cik(token)).status()).as("nothing is applied yet").isEqualTo(204);
		wish.put("seen", field(plan, "seen"));
		wish.put("do", "apply");
		assertThat(forms.apply(wish).status()).isEqualTo(303);
		assertThat(forms.page("/console/package?name=summer"))
			.contains("summer is applied to 1 device; 0 of them waited", ">waiting</span>");
		assertThat(forms.page("/console/packages")).contains("1 device</span>", "1 waiting");
		assertThat(forms.page("/console/device?id=pumps.1")).contains("href=\"/console/package?name=summer\"",
				"version 1.1", ">waiting</span>");
		assertThat(devices.get(READ, cik(token)).status()).isEqualTo(200);
		assertThat(forms.page("/console/package?name=summer")).contains(">offered</span>");
		assertThat(forms.page("/console/activity")).contains("apply package", "pumps.1");
	}

	@Test
	void objectionsKeepTheButtonAwayAndNothingIsApplied() {
		devices.enable("1");
		forms.make("summer", LINK);
		forms.page("/console/package?name=summer");
		String plan = forms.apply(wish("summer", "pumps.1\nnone.3")).text();
		assertThat(plan).contains("1 device objects: it is applied to none.", "There is no Exosite device none.3.")
			.doesNotContain("value=\"apply\"");
		Map<String, String> wish = wish("summer", "pumps.1\nnone.3");
		wish.put("seen", field(plan, "seen"));
		wish.put("do", "apply");
		RawResponse refused = forms.apply(wish);
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("There is no Exosite device none.3. Nothing was applied.");
		assertThat(forms.page("/console/packages")).contains("no device");
	}

	@Test
	void whatChangedSinceTheDryRunIsntApplied() {
		devices.enable("1");
		forms.make("summer", LINK);
		forms.page("/console/package?name=summer");
		Map<String, String> wish = wish("summer", "pumps.1");
		wish.put("seen", field(forms.apply(wish).text(), "seen"));
		forms.make("summer", "\"type\":\"FILE\",\"payload\":\"https://example.com/other\"");
		wish.put("do", "apply");
		RawResponse refused = forms.apply(wish);
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("something changed since you looked").contains("Apply to 1 device");
		wish.put("seen", field(refused.text(), "seen"));
		assertThat(forms.apply(wish).status()).isEqualTo(303);
	}

	@Test
	void itIsAppliedByALabelAndToThoseThatItIsListedFor() {
		devices.enable("1");
		devices.enable("2");
		server.part(DeviceLabels.class).set("pumps.2", List.of("pilot"));
		forms.make("summer", LINK + ",\"devices\":[\"pumps.1\"]");
		forms.page("/console/package?name=summer");
		Map<String, String> wish = wish("summer", "");
		assertThat(refused(forms.apply(wish))).contains("The list of devices is empty.");
		wish.put("scope", "label");
		wish.put("label", "none");
		assertThat(refused(forms.apply(wish))).contains("No device has the label none.");
		wish.put("label", "pilot");
		forms.applied(wish);
		wish.put("scope", "listed");
		forms.applied(wish);
		assertThat(forms.page("/console/package?name=summer")).contains(">pumps.1</a>", ">pumps.2</a>", "2 waiting");
	}

	@Test
	void itTellsHowFarEachDeviceIsAndWhichHaveItFromBeforeItWasChanged() {
		server.admin().upload("a.bin", new byte[5_000]);
		SimulatedExositeDevice device = new SimulatedExositeDevice(server, "pumps", "1", "1.0");
		device.turn();
		forms.make("summer", "\"type\":\"URL_LIST\",\"payload\":[\"a.bin\"]");
		forms.page("/console/package?name=summer");
		forms.applied(wish("summer", "pumps.1"));
		device.turn();
		Awaitility.await()
			.untilAsserted(() -> assertThat(forms.page("/console/package?name=summer")).contains(">downloaded</span>"));
		device.turn();
		Awaitility.await().untilAsserted(() -> assertThat(forms.page("/console/packages")).contains("1 confirmed"));
		assertThat(forms.page("/console/package?name=summer")).doesNotContain("before it was changed");
		forms.make("summer", LINK);
		assertThat(forms.page("/console/package?name=summer")).contains("before it was changed", "1 confirmed");
	}

	@Test
	void manyDevicesAreShownInPages() {
		StringBuilder ids = new StringBuilder();
		StringBuilder list = new StringBuilder();
		for (int i = 0; i < 101; i++) {
			list.append("%03d\n".formatted(i));
			ids.append("pumps.%03d\n".formatted(i));
		}
		server.admin()
			.put("/api/v1/exosite/products/pumps/devices", "text/csv",
					list.toString().getBytes(StandardCharsets.US_ASCII));
		forms.make("summer", LINK);
		forms.page("/console/package?name=summer");
		forms.applied(wish("summer", ids.toString()));
		assertThat(forms.page("/console/package?name=summer")).contains("101 waiting", "after=pumps.099")
			.doesNotContain(">pumps.100</a>");
		assertThat(forms.page("/console/package?name=summer&after=pumps.099")).contains(">pumps.100</a>")
			.doesNotContain(">pumps.099</a>");
	}

}
