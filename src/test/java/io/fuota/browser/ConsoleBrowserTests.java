package io.fuota.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.fuota.browser.Chromium.button;
import static io.fuota.browser.Chromium.link;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.fuota.browser.Chromium.Look;
import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.Needs;
import io.fuota.testing.RiotRelease;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.SimulatedExositeDevice;
import io.fuota.testing.SimulatedNode;
import io.fuota.testing.SuitFetch;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jspecify.annotations.Nullable;

/** What somebody does with the console, from the first log-in on. */
@Needs("chromium")
@ExtendWith(Chromium.Extension.class)
@SharedTestServer(settings = { "FUOTA_MAX_ATTEMPTS=2", "FUOTA_SUIT_SLOT_CHECK=100ms",
		"FUOTA_OPERATOR_USERNAME=operator", "FUOTA_OPERATOR_PASSWORD=applies" })
class ConsoleBrowserTests {

	private static final byte[] IMAGE = Esp32Image.of("thermostat", "1.1", 400_000);

	private final TestServer server;

	private final Chromium chromium;

	private @Nullable Page page;

	ConsoleBrowserTests(TestServer server, Chromium chromium) {
		this.server = server;
		this.chromium = chromium;
	}

	@AfterEach
	void close() {
		if (page != null) {
			page.context().close();
		}
	}

	@Test
	void fromTheFirstLogInToAConfirmedDevice() {
		Page page = loggedIn();
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("No device yet"))).isVisible();
		link(page, "Upload a firmware file").click();
		drop(page, "thermostat-1.1.bin", IMAGE);
		assertThat(page.locator("#uploads")).containsText("project thermostat, version 1.1, for esp32");
		assertThat(page.locator("section#thermostat-1\\.1\\.bin")).isVisible();
		link(page, "Assign… thermostat-1.1.bin").click();
		page.getByLabel("Device ids, one on each line").fill("kitchen-1");
		page.getByLabel("Update from version").fill("1.0");
		button(page, "Show what would happen").click();
		assertThat(page.locator("#plan")).containsText("1 device");
		button(page, "Assign to 1 device").click();
		assertThat(page.getByRole(AriaRole.STATUS).first()).containsText("is assigned to 1 device");
		assertThat(page.locator("#live")).containsText("It was never seen.");
		assertThat(page.locator("#live-state")).containsText("Live");
		SimulatedEsp32 device = new SimulatedEsp32(Esp32Constants.of(server), "kitchen-1", "1.0");
		assertThat(device.turn().name()).isEqualTo("UPDATED");
		assertThat(page.locator("#live")).containsText("downloaded");
		device.turn();
		assertThat(page.locator("#live .badge").first()).hasText("confirmed");
		assertThat(page.locator("#live time").first()).hasAttribute("title", Pattern.compile(".* UTC"));
		assertThat(page.locator("#live time").first()).not().containsText("UTC");
		link(page, "Overview").click();
		assertThat(page.locator("main")).containsText("Nothing. Every update went as it should.");
	}

	@Test
	void aBrokenImageIsRefusedWithTheCause() {
		byte[] broken = IMAGE.clone();
		broken[1000] ^= 1;
		Page page = loggedIn();
		page.navigate("/console/firmware");
		page.getByLabel("File", new Page.GetByLabelOptions().setExact(true))
			.setInputFiles(new FilePayload("broken image.bin", "application/octet-stream", broken));
		button(page, "Upload").click();
		assertThat(page.locator("#uploads .bad"))
			.containsText("broken-image.bin was refused: The ESP32 image is broken: its checksum");
		assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("No firmware yet")))
			.isVisible();
	}

	@Test
	void anUploadThatBreaksOffIsToldAndSentAgain() {
		Page page = loggedIn();
		page.navigate("/console/firmware");
		page.route("**/console/firmware/bytes?*", request -> request.abort(), new Page.RouteOptions().setTimes(1));
		drop(page, "thermostat-1.1.bin", IMAGE);
		assertThat(page.locator("#uploads .bad")).containsText("Nothing was stored; an upload begins anew.");
		assertThat(page.locator("#uploads .bad")).containsText("of 390.6 KiB");
		button(page, "Send thermostat-1.1.bin again").click();
		assertThat(page.locator("#uploads .good")).containsText("thermostat-1.1.bin is here");
	}

	@Test
	void fiveHundredDevicesAreFoundAndAssigned() {
		server.admin().upload("thermostat.bin", IMAGE);
		StringBuilder rows = new StringBuilder();
		for (int i = 0; i < 500; i++) {
			rows.append("\"bulk-%03d\",\"0.9\",\"thermostat.bin\"\n".formatted(i));
		}
		server.admin().put("/devices", "text/csv", rows.toString().getBytes(StandardCharsets.US_ASCII));
		server.admin().assign("single", "0.9", "thermostat.bin");
		Page page = loggedIn();
		link(page, "Devices").click();
		page.getByLabel("Id begins with").pressSequentially("bulk-");
		assertThat(page).hasURL(Pattern.compile(".*prefix=bulk-.*"));
		assertThat(page.locator("#results tbody tr")).hasCount(100);
		page.getByLabel("all that match the filter, on every page").check();
		button(page, "Assign firmware…").click();
		page.getByLabel("File").selectOption("thermostat.bin");
		page.getByLabel("Update from version").fill("1.0");
		button(page, "Show what would happen").click();
		button(page, "Assign to 500 devices").click();
		assertThat(page.locator(".notice.good")).containsText("thermostat.bin is assigned to 500 devices");
		String rowsNow = server.admin().get("/devices").text();
		org.assertj.core.api.Assertions.assertThat(rowsNow.lines().filter(row -> row.contains("\"1.0\""))).hasSize(500);
	}

	@Test
	void aLoopingDeviceIsQuarantinedAndReleased() {
		server.admin().upload("thermostat.bin", IMAGE);
		server.admin().assign("loop-1", "1.0", "thermostat.bin");
		SimulatedEsp32 device = new SimulatedEsp32(Esp32Constants.of(server), "loop-1", "1.0");
		device.neverChangesItsVersion();
		Page page = loggedIn();
		for (int i = 0; i < 3; i++) {
			device.turn();
		}
		assertThat(page.locator("#live")).containsText("1 device in quarantine");
		page.locator(".attention")
			.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Show 1 device in quarantine"))
			.first()
			.click();
		link(page, "loop-1").click();
		assertThat(page.locator("#live")).containsText("too often without ever running it");
		button(page, "Release from quarantine").click();
		assertThat(page.locator(".notice.good")).containsText("Released from quarantine.");
		assertThat(page.locator("#live")).containsText("it is told to install thermostat.bin");
	}

	@Test
	void aPackageIsMadeAppliedAndFollowedLive() {
		server.admin().upload("pump-1.1.bin", new byte[20_000]);
		SimulatedExositeDevice device = new SimulatedExositeDevice(server, "live", "1", "1.0");
		device.turn();
		Page page = loggedIn();
		link(page, "Packages").click();
		link(page, "Make a package…").click();
		page.getByLabel("Name here").fill("live-update");
		page.getByLabel("Version").fill("1.1");
		page.getByLabel("Title").fill("<b>Live</b> update");
		page.getByLabel("pump-1.1.bin").check();
		button(page, "Make the package").click();
		assertThat(page.locator(".notice.good")).containsText("The package is made.");
		assertThat(page.locator("main")).containsText("<b>Live</b> update");
		page.getByLabel("Device ids, one on each line").fill("live.1");
		button(page, "Show what would happen").click();
		button(page, "Apply to 1 device").click();
		assertThat(page.locator("#live .badge").first()).hasText("1 waiting");
		assertThat(page.locator("#live-state")).containsText("Live");
		assertThat(device.turn().name()).isEqualTo("UPDATED");
		assertThat(page.locator("#live .badge").first()).hasText("1 downloaded");
		device.turn();
		assertThat(page.locator("#live .badge").first()).hasText("1 confirmed");
		link(page, "live.1").click();
		assertThat(page.locator("#credentials")).containsText("It has its token.");
		page.locator("#credentials summary").click();
		button(page, "Revoke").click();
		assertThat(page.locator("#credentials .badge")).hasText("revoked");
		assertThat(device.turn().name()).isEqualTo("REFUSED");
	}

	@Test
	void whatDevicesSendIsNeverRun() {
		String evil = "<img src=x onerror=alert(1)>\"'>";
		server.admin().upload("t.bin", Esp32Image.of("<b>p</b>", "<script>alert(1)", 4096));
		server.admin().assign(evil, "1.0", "t.bin");
		new DeviceClient(server).get("/devices/" + AdminClient.encode(evil) + "?app_ver=" + AdminClient.encode(evil));
		new DeviceClient(server).get("/devices/" + AdminClient.encode("u" + evil) + "?app_ver=1");
		Page page = loggedIn();
		for (String path : List.of("/console/", "/console/devices", "/console/devices/unknown",
				"/console/device?id=" + AdminClient.encode(evil), "/console/firmware", "/console/activity",
				"/console/assign?device=" + AdminClient.encode(evil))) {
			page.navigate(path);
			assertThat(page.locator("main img, main b, main script:not([src])")).hasCount(0);
		}
		page.navigate("/console/device?id=" + AdminClient.encode(evil));
		assertThat(page.locator("h1")).hasText(evil);
	}

	@Test
	void everythingWorksWithoutScripts() {
		server.admin().upload("old.bin", IMAGE);
		server.admin().assign("lab-1", "1.0", "old.bin");
		server.admin().assign("field-1", "1.0", "old.bin");
		Page page = chromium.open(server, Look.DESK, false);
		this.page = page;
		Chromium.logIn(page);
		link(page, "Firmware").click();
		page.getByLabel("File", new Page.GetByLabelOptions().setExact(true))
			.setInputFiles(new FilePayload("new.bin", "application/octet-stream", IMAGE));
		button(page, "Upload").click();
		assertThat(page.locator(".notice.good")).containsText("new.bin is here");
		link(page, "Devices").click();
		page.getByLabel("Id begins with").fill("lab-");
		button(page, "Find").click();
		assertThat(page.locator("#results tbody tr")).hasCount(1);
		page.getByLabel("Choose lab-1").check();
		button(page, "Assign firmware…").click();
		page.getByLabel("File").selectOption("new.bin");
		page.getByLabel("Update from version").fill("*");
		button(page, "Show what would happen").click();
		button(page, "Assign to 1 device").click();
		assertThat(page.locator("dl")).containsText("for any version but its own");
		button(page, "Log out").click();
		assertThat(page.getByLabel("Password")).isVisible();
	}

	@Test
	void aRiotVersionIsPublishedAndANodeIsWatchedUntilItIsConfirmed() {
		String root = "coap://localhost:" + server.coapPort() + "/samr21-xpro_app";
		RiotRelease release = new RiotRelease(root, 7);
		Page page = loggedIn();
		link(page, "RIOT").click();
		page.getByLabel("Publish id").fill("samr21-xpro_app");
		page.getByLabel("Manifests and images of a version, all at once")
			.setInputFiles(release.files()
				.entrySet()
				.stream()
				.map(file -> new FilePayload(file.getKey(), "application/octet-stream", file.getValue()))
				.toArray(FilePayload[]::new));
		button(page, "Publish").click();
		assertThat(page.locator(".notice.good")).containsText("4 files are published under samr21-xpro_app.");
		try (SimulatedNode node = new SimulatedNode("127.0.0.64").runsSlot(0);
				SuitFetch download = SuitFetch.ofNewNode(new CoapProbe("127.0.0.64", server.coapPort()), 6)) {
			link(page, "Tell nodes… of 7 of samr21-xpro_app").click();
			page.getByLabel("Nodes, one on each line").fill(node.url() + " attic-01");
			button(page, "Tell nodes").click();
			assertThat(page.locator("#live")).containsText("1 told");
			assertThat(page.locator("#live")).containsText("offered");
			download.fetch("samr21-xpro_app/" + release.imageName(1));
			assertThat(page.locator("#live")).containsText("downloaded");
			node.runsSlot(1);
			assertThat(page.locator("#live tbody")).containsText("confirmed");
		}
	}

	private Page loggedIn() {
		Page opened = chromium.loggedIn(server, Look.DESK);
		this.page = opened;
		return opened;
	}

	/** As if somebody dragged a file from a folder onto the page. */
	private static void drop(Page page, String name, byte[] content) {
		page.locator("#upload-form").evaluate("""
				(form, [name, content]) => {
					const bytes = Uint8Array.from(atob(content), c => c.charCodeAt(0));
					const data = new DataTransfer();
					data.items.add(new File([bytes], name));
					form.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
				}""", List.of(name, Base64.getEncoder().encodeToString(content)));
	}

}
