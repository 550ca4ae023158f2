package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ConsoleClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what nobody can do from outside. */
@SharedTestServer(
		settings = { "FUOTA_DEVICE_USERNAME=device", "FUOTA_DEVICE_PASSWORD=right", "FUOTA_TRUSTED_PROXIES=127.0.0.1" })
class ConsoleSecurityIntegrationTests {

	private static final String SESSION = "__Host-fuota-session";

	private static final String BROWSER = "Accept: text/html,application/xhtml+xml";

	private final TestServer server;

	ConsoleSecurityIntegrationTests(TestServer server) {
		this.server = server;
	}

	@Test
	void aBrowserAtTheRootIsLedToTheConsole() {
		RawResponse answer = new DeviceClient(server).get("/", BROWSER);
		assertThat(answer.status()).isEqualTo(303);
		assertThat(answer.required("Location")).isEqualTo("/console");
	}

	@Test
	void whateverElseAsksAtTheRootIsAnsweredAsBefore() {
		assertThat(new DeviceClient(server).get("/", "Accept: */*").status()).isEqualTo(403);
		assertThat(server.admin().get("/").status()).isEqualTo(404);
		assertThat(new DeviceClient(server).get("/", BROWSER + "\r\n" + DeviceClient.AUTHORIZED).status())
			.as("with credentials")
			.isEqualTo(404);
		assertThat(new DeviceClient(server).get("/devices", BROWSER).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console", "/console/devices", "/console/device?id=1", "/console/firmware",
			"/console/assign", "/console/riot", "/console/riot/told?run=1", "/console/activity", "/console/settings",
			"/console/settings/certificate.pem", "/console/none" })
	void strangersAreAskedToLogInAndComeBack(String page) {
		RawResponse answer = new ConsoleClient(server).get(page);
		assertThat(answer.status()).isEqualTo(303);
		assertThat(answer.required("Location")).startsWith("/console/log-in");
		assertThat(answer.text()).isEmpty();
	}

	@Test
	void afterTheLogInThePageThatWasAskedForIsShown() {
		ConsoleClient client = new ConsoleClient(server);
		String form = client.get("/console/devices?state=FAILED").required("Location");
		assertThat(form).isEqualTo("/console/log-in?to=%2Fconsole%2Fdevices%3Fstate%3DFAILED");
		assertThat(client.get(form).text()).contains("value=\"/console/devices?state=FAILED\"");
		RawResponse answer = client.post("/console/log-in", Map.of("username", TestServer.USERNAME, "password",
				TestServer.PASSWORD, "to", "/console/devices?state=FAILED"));
		assertThat(answer.required("Location")).isEqualTo("/console/devices?state=FAILED");
	}

	@Test
	void theLogInLeadsNowhereElse() {
		ConsoleClient client = new ConsoleClient(server);
		client.get("/console/log-in");
		RawResponse answer = client.post("/console/log-in", Map.of("username", TestServer.USERNAME, "password",
				TestServer.PASSWORD, "to", "//evil.example/console"));
		assertThat(answer.required("Location")).isEqualTo("/console");
	}

	@Test
	void theSessionCookieIsForThisHostOverHttpsAndForNoScript() {
		ConsoleClient client = new ConsoleClient(server);
		client.get("/console/log-in");
		RawResponse answer = client.logIn(TestServer.USERNAME, TestServer.PASSWORD);
		assertThat(answer.headers("Set-Cookie").stream().filter(cookie -> cookie.startsWith(SESSION)).toList())
			.singleElement()
			.asString()
			.contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax")
			.doesNotContain("Domain=");
		assertThat(client.get("/console").status()).isEqualTo(200);
	}

	@Test
	void logOutEndsTheSessionOnTheServer() {
		ConsoleClient client = ConsoleClient.loggedIn(server);
		String token = client.cookies().get(SESSION);
		assertThat(client.post("/console/log-out", Map.of()).required("Location")).isEqualTo("/console/log-in");
		assertThat(client.cookies()).doesNotContainKey(SESSION);
		client.cookies().put(SESSION, token);
		assertThat(client.get("/console").status()).isEqualTo(303);
	}

	@Test
	void aSessionThatSomebodyPlantedIsNeverTakenOver() {
		ConsoleClient client = new ConsoleClient(server);
		client.cookies().put(SESSION, "planted-planted-planted-planted-planted-pla");
		client.get("/console/log-in");
		client.logIn(TestServer.USERNAME, TestServer.PASSWORD);
		assertThat(client.cookies().get(SESSION)).isNotEqualTo("planted-planted-planted-planted-planted-pla");
		ConsoleClient attacker = new ConsoleClient(server);
		attacker.cookies().put(SESSION, "planted-planted-planted-planted-planted-pla");
		assertThat(attacker.get("/console").status()).isEqualTo(303);
	}

	@Test
	void anotherLogInEndsTheSessionBeforeIt() {
		ConsoleClient client = ConsoleClient.loggedIn(server);
		String before = client.cookies().get(SESSION);
		client.get("/console/log-in");
		client.logIn(TestServer.USERNAME, TestServer.PASSWORD);
		assertThat(client.cookies().get(SESSION)).isNotEqualTo(before);
		client.cookies().put(SESSION, before);
		assertThat(client.get("/console").status()).isEqualTo(303);
	}

	@Test
	void formsWithoutTheirTokenAreRefused() {
		server.admin().upload("a.bin", new byte[] { 1 });
		ConsoleClient client = ConsoleClient.loggedIn(server);
		for (String wrong : List.of("", "x", client.token().substring(1))) {
			RawResponse answer = client.post("/console/firmware/delete", Map.of("name", "a.bin", "_csrf", wrong));
			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.text()).contains("from another place");
		}
		client.cookies().remove("__Host-fuota-csrf");
		assertThat(client.post("/console/firmware/delete", Map.of("name", "a.bin")).status()).isEqualTo(403);
		assertThat(server.admin().get("/files").text()).contains("a.bin");
		assertThat(new ConsoleClient(server).logIn(TestServer.USERNAME, TestServer.PASSWORD).status())
			.as("a log-in from elsewhere")
			.isEqualTo(403);
	}

	@Test
	void theTokenOfAFormIsAnotherOneAfterTheLogIn() {
		ConsoleClient client = new ConsoleClient(server);
		client.get("/console/log-in");
		String before = client.cookies().get("__Host-fuota-csrf");
		client.logIn(TestServer.USERNAME, TestServer.PASSWORD);
		client.get("/console");
		assertThat(client.cookies().get("__Host-fuota-csrf")).isNotNull().isNotEqualTo(before);
	}

	@Test
	void wrongPasswordsAreRefusedAndSlowedTogetherWithBasicAuthentications() {
		ConsoleClient client = new ConsoleClient(server);
		String from = "X-Forwarded-For: 198.51.100.77";
		client.get("/console/log-in");
		assertThat(client.logIn(TestServer.USERNAME, "wrong", from).status()).isEqualTo(403);
		for (int i = 0; i < 19; i++) {
			assertThat(client.logIn(TestServer.USERNAME, "wrong", from).text()).contains("is wrong");
		}
		assertThat(client.logIn(TestServer.USERNAME, TestServer.PASSWORD, from).status()).as("the budget is used up")
			.isEqualTo(403);
		assertThat(new DeviceClient(server).get("/files/none", DeviceClient.AUTHORIZED + "\r\n" + from).status())
			.as("and is basic authentication's, too")
			.isEqualTo(403);
		assertThat(client.logIn(TestServer.USERNAME, TestServer.PASSWORD).status()).as("from elsewhere").isEqualTo(303);
	}

	@Test
	void devicesHaveNoConsole() {
		ConsoleClient client = new ConsoleClient(server);
		client.get("/console/log-in");
		assertThat(client.logIn("device", "right").text()).contains("for devices alone");
		assertThat(client.cookies()).doesNotContainKey(SESSION);
		assertThat(client.get("/console").status()).isEqualTo(303);
	}

	@Test
	void aSessionCountsOnlyUnderTheConsole() {
		ConsoleClient client = ConsoleClient.loggedIn(server);
		assertThat(client.get("/api/v1/counts").status()).isEqualTo(401);
		assertThat(client.get("/devices").status()).isEqualTo(403);
		assertThat(client.get("/files").status()).isEqualTo(403);
		assertThat(server.admin().get("/console").status()).as("nor basic credentials there").isEqualTo(303);
		for (RawResponse answer : List.of(server.admin().get("/devices"), server.admin().get("/api/v1/counts"),
				server.admin().get("/console"), client.get("/console/log-in"))) {
			assertThat(answer.headers("Set-Cookie")).noneMatch(cookie -> cookie.contains("SESSION"));
		}
	}

	@Test
	void everyPageForbidsWhatItDoesntNeed() {
		ConsoleClient client = ConsoleClient.loggedIn(server);
		for (RawResponse answer : List.of(client.get("/console"), client.get("/console/none"),
				new ConsoleClient(server).get("/console/log-in"))) {
			assertThat(answer.required("Content-Security-Policy"))
				.contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
				.doesNotContain("unsafe");
			assertThat(answer.required("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(answer.required("Referrer-Policy")).isEqualTo("same-origin");
			assertThat(answer.required("Cache-Control")).contains("no-store");
			assertThat(answer.header("Strict-Transport-Security")).isEmpty();
			assertThat(answer.text()).doesNotContain("style=\"").doesNotContain("<style").doesNotContain("onclick");
		}
	}

	@Test
	void assetsAreKeptForEverAndComeFromHere() {
		ConsoleClient client = ConsoleClient.loggedIn(server);
		String page = client.get("/console").text();
		assertThat(page).doesNotContainPattern("(src|href)=\"https?:");
		assertThat(page).containsPattern("/console/assets/[0-9a-f]{12}/htmx\\.js");
		String path = page.substring(page.indexOf("/console/assets/"), page.indexOf(".svg") + ".svg".length());
		RawResponse icon = new ConsoleClient(server).get(path);
		assertThat(icon.status()).isEqualTo(200);
		assertThat(icon.required("Content-Type")).isEqualTo("image/svg+xml");
		assertThat(icon.required("Cache-Control")).contains("immutable");
		assertThat(new ConsoleClient(server).get("/console/assets/0/console.properties").status()).isEqualTo(404);
	}

	@Test
	void errorsArePagesUnderTheConsoleAndNowhereElse() {
		ConsoleClient client = ConsoleClient.loggedIn(server);
		RawResponse unknown = client.get("/console/device?id=nobody");
		assertThat(unknown.status()).isEqualTo(404);
		assertThat(unknown.required("Content-Type")).startsWith("text/html");
		assertThat(unknown.text()).contains("There is no device nobody.").contains("error ");
		assertThat(client.get("/console/none").text()).contains("There is nothing under this path.");
		assertThat(server.admin().get("/none").required("Content-Type")).startsWith("text/plain");
	}

}
