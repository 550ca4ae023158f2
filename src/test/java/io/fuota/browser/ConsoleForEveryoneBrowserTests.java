package io.fuota.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.fuota.browser.Chromium.button;
import static io.fuota.browser.Chromium.link;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.fuota.browser.Chromium.Look;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.Needs;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.SimulatedNode;
import io.fuota.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The console for everyone: at a desk, on a phone and in the dark, by keyboard, and for
 * operators.
 */
@Needs("chromium")
@ExtendWith(Chromium.Extension.class)
@SharedTestServer(settings = { "FUOTA_MAX_ATTEMPTS=2", "FUOTA_SUIT_SLOT_CHECK=100ms",
		"FUOTA_OPERATOR_USERNAME=operator", "FUOTA_OPERATOR_PASSWORD=applies" })
class ConsoleForEveryoneBrowserTests {

	private static final byte[] IMAGE = Esp32Image.of("thermostat", "1.1", 400_000);

	/**
	 * What can be used or tells a state, and can't be seen whole without scrolling
	 * sideways.
	 */
	private static final String CUT_OFF = """
			() => [...document.querySelectorAll('a, button, input, select, textarea, summary, time, .badge')]
				.filter(shown => shown.checkVisibility() && !shown.closest('.skip, .hidden, input[type=hidden]'))
				.filter(shown => {
					const own = shown.getBoundingClientRect();
					for (let around = shown.parentElement; around; around = around.parentElement) {
						const box = around.getBoundingClientRect();
						const cuts = around === document.body || getComputedStyle(around).overflowX !== 'visible';
						if (cuts && own.width > 0 && (own.left < box.left - 1 || own.right > box.right + 1)) return true;
					}
					return false;
				}).map(cut => cut.outerHTML)
			""";

	private final TestServer server;

	private final Chromium chromium;

	private @Nullable Page page;

	ConsoleForEveryoneBrowserTests(TestServer server, Chromium chromium) {
		this.server = server;
		this.chromium = chromium;
	}

	@AfterEach
	void close() {
		if (page != null) {
			page.context().close();
		}
	}

	@ParameterizedTest
	@EnumSource(Look.class)
	void everyPageIsAccessibleAndHasAPicture(Look look) {
		SampleFleet.make(server);
		Page page = chromium.open(server, look, true);
		this.page = page;
		page.navigate("/console");
		check(page, look, "log-in");
		Chromium.logIn(page);
		for (String name : List.of("", "devices", "devices?state=CONFIRMED", "devices/unknown", "device?id=kitchen-03",
				"device?id=cellar-01", "firmware", "rules?deviceHeader=d&firmwareHeader=esp32+1.0+b", "activity",
				"settings", "riot", "none")) {
			page.navigate(name.isEmpty() ? "/console" : "/console/" + name);
			check(page, look, name.isEmpty() ? "overview" : name.replaceAll("[^A-Za-z0-9-]+", "-"));
		}
		for (String name : List.of("packages", "package?name=spring", "packages/form", "packages/form?name=spring",
				"device?id=pumps.0002")) {
			page.navigate("/console/" + name);
			check(page, look, name.replaceAll("[^A-Za-z0-9-]+", "-"));
		}
		page.locator("#credentials summary").click();
		check(page, look, "credentials");
		page.navigate("/console/package?name=spring&scope=named&list=pumps.0001");
		button(page, "Show what would happen").click();
		assertThat(page.locator("#plan")).isVisible();
		check(page, look, "package-plan");
		page.navigate("/console/assign?scope=all&prefix=kitchen-&file=thermostat-1.2.0.bin&fromVersion=1.1.0");
		button(page, "Show what would happen").click();
		assertThat(page.locator("#plan")).isVisible();
		check(page, look, "assign");
		try (SimulatedNode node = new SimulatedNode("127.0.0.65").runsSlot(0)) {
			SampleFleet.tellNodes(server, node);
			page.navigate("/console/riot");
			check(page, look, "riot-published");
			page.locator("#runs + ul a").first().click();
			assertThat(page.locator("#live")).containsText("downloaded");
			check(page, look, "riot-told");
		}
	}

	@Test
	void anOperatorSeesEverythingThereIsAndNoButtonThatIsRefused() {
		server.admin().upload("thermostat-1.1.bin", IMAGE);
		server.admin().assign("kitchen-1", "1.0", "thermostat-1.1.bin");
		Page page = chromium.open(server, Look.DESK, true);
		this.page = page;
		Chromium.logIn(page, "operator", "applies");
		assertThat(page.locator("header nav a"))
			.hasText(new String[] { "Overview", "Devices", "Firmware", "Packages" });
		assertThat(page.locator("main button")).hasCount(0);
		check(page, Look.DESK, "operator-overview");
		link(page, "Firmware").click();
		assertThat(page.locator("main h2")).hasText("thermostat-1.1.bin");
		assertThat(page.locator("main button, main .button, main form")).hasCount(0);
		check(page, Look.DESK, "operator-firmware");
		link(page, "Devices").click();
		assertThat(page.locator("main button")).hasText(new String[] { "Find" });
		assertThat(page.locator("main input[type=checkbox]")).hasCount(0);
		check(page, Look.DESK, "operator-devices");
		link(page, "kitchen-1").click();
		assertThat(page.locator("main button, main .button, main form")).hasCount(0);
		assertThat(page.locator("#live-state")).containsText("Live");
		SimulatedEsp32 device = new SimulatedEsp32(Esp32Constants.of(server), "kitchen-1", "1.0");
		device.turn();
		device.turn();
		assertThat(page.locator("#live .badge").first()).hasText("confirmed");
		check(page, Look.DESK, "operator-device");
	}

	@Test
	void aDeviceIsAssignedByKeyboardAlone() {
		server.admin().upload("thermostat-1.1.bin", IMAGE);
		Page page = chromium.open(server, Look.DESK, true);
		this.page = page;
		page.navigate("/console/assign?file=thermostat-1.1.bin&fromVersion=1.0");
		tabTo(page, page.getByLabel("User name"));
		page.keyboard().type(TestServer.USERNAME);
		tabTo(page, page.getByLabel("Password"));
		page.keyboard().type(TestServer.PASSWORD);
		page.keyboard().press("Enter");
		assertThat(page.getByLabel("Update from version")).hasValue("1.0");
		page.keyboard().press("Tab");
		assertThat(link(page, "Skip to the content")).isInViewport();
		page.keyboard().press("Enter");
		tabTo(page, page.getByLabel("Device ids, one on each line"));
		page.keyboard().type("kitchen-1");
		tabTo(page, button(page, "Show what would happen"));
		page.keyboard().press("Enter");
		assertThat(page.locator("#plan")).isVisible();
		tabTo(page, button(page, "Assign to 1 device"));
		page.keyboard().press("Enter");
		assertThat(page.locator(".notice.good")).containsText("is assigned to 1 device");
	}

	/** Presses the tab key until this has the focus, which must be seen. */
	private static void tabTo(Page page, Locator wanted) {
		for (int i = 0; i < 60; i++) {
			page.keyboard().press("Tab");
			if ((Boolean) wanted.evaluate("shown => shown === document.activeElement")) {
				assertThat(wanted).hasCSS("outline-style", "solid");
				return;
			}
		}
		throw new AssertionError("the tab key doesn't lead to " + wanted);
	}

	private static void check(Page page, Look look, String name) {
		page.waitForLoadState();
		page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
			.setPath(Path.of("target/screenshots",
					look.name().toLowerCase(java.util.Locale.ROOT) + "-" + name + ".png")));
		org.assertj.core.api.Assertions.assertThat(Chromium.objections(page)).as("%s, %s", name, look).isEmpty();
		org.assertj.core.api.Assertions
			.assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
			.as("%s fits into the width of %s", name, look)
			.isTrue();
		org.assertj.core.api.Assertions.assertThat((List<?>) page.evaluate(CUT_OFF))
			.as("what is cut off in %s, %s", name, look)
			.isEmpty();
	}

}
