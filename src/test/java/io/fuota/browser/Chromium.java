package io.fuota.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The system's Chromium, one for all tests. It talks to the loopback address alone. */
final class Chromium implements AutoCloseable {

	private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	private static final String AXE = "/axe.min.js";

	private static final String RUN_AXE = """
			async () => (await axe.run(document, {
				runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
			})).violations.map(rule => rule.id + ': ' + rule.nodes.map(node => node.html).join(' | '))
			""";

	private final Playwright playwright = Playwright
		.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));

	private final Browser browser = playwright.chromium()
		.launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of("/usr/bin/chromium"))
			.setHeadless(true)
			.setChromiumSandbox(false)
			.setArgs(FLAGS));

	/** How somebody looks at pages. */
	enum Look {

		DESK(1280, 800, ColorScheme.LIGHT), DARK(1280, 800, ColorScheme.DARK), PHONE(390, 844, ColorScheme.LIGHT);

		private final int width;

		private final int height;

		private final ColorScheme colours;

		Look(int width, int height, ColorScheme colours) {
			this.width = width;
			this.height = height;
			this.colours = colours;
		}

	}

	/**
	 * Somebody's browser, without cookies; a message box of a page is a failure, and so
	 * is a script that fails or does what the page may not do.
	 */
	Page open(TestServer server, Look look, boolean scripts) {
		BrowserContext context = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true)
			.setBaseURL("https://localhost:" + server.port())
			.setViewportSize(look.width, look.height)
			.setColorScheme(look.colours)
			.setJavaScriptEnabled(scripts)
			.setLocale("en-GB")
			.setTimezoneId("Europe/Berlin"));
		context.setDefaultTimeout(20_000);
		Page page = context.newPage();
		page.onDialog(dialog -> {
			dialog.dismiss();
			throw new AssertionError("a message box: " + dialog.message());
		});
		page.onPageError(failure -> {
			throw new AssertionError("a script failed: " + failure);
		});
		page.onConsoleMessage(message -> {
			if (message.text().contains("Content Security Policy")) {
				throw new AssertionError("what the page may not do: " + message.text());
			}
		});
		return page;
	}

	/** The same, logged in. */
	Page loggedIn(TestServer server, Look look) {
		Page page = open(server, look, true);
		logIn(page);
		return page;
	}

	static void logIn(Page page) {
		logIn(page, TestServer.USERNAME, TestServer.PASSWORD);
	}

	static void logIn(Page page, String username, String password) {
		page.navigate("/");
		page.getByLabel("User name").fill(username);
		page.getByLabel("Password").fill(password);
		page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log in")).click();
	}

	static Locator link(Page page, String name) {
		return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true)).first();
	}

	static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	/** What axe objects to, with the elements. */
	@SuppressWarnings("unchecked")
	static List<String> objections(Page page) {
		page.evaluate(axe());
		return (List<String>) page.evaluate(RUN_AXE);
	}

	private static String axe() {
		try (InputStream source = Chromium.class.getResourceAsStream(AXE)) {
			if (source == null) {
				throw new IllegalStateException(AXE + " isn't on the class path");
			}
			return new String(source.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	@Override
	public void close() {
		browser.close();
		playwright.close();
	}

	/** Hands it to the constructors of test classes, and closes it after the last. */
	static final class Extension implements ParameterResolver {

		@Override
		public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
			return parameter.getParameter().getType() == Chromium.class;
		}

		@Override
		public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
			return context.getRoot()
				.getStore(Namespace.create(Chromium.class))
				.computeIfAbsent(Chromium.class, _ -> new Chromium(), Chromium.class);
		}

	}

}
