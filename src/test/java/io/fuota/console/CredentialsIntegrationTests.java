package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.ConsoleClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a device shows who it is by, on its page; no secret but a new one, once. */
@SharedTestServer
class CredentialsIntegrationTests {

	private static final String SECRET = "00112233445566778899aabbccddeeff";

	private final TestServer server;

	private final ExositeClient devices;

	private ConsoleClient console;

	CredentialsIntegrationTests(TestServer server) {
		this.server = server;
		this.devices = new ExositeClient(server, "pumps");
		this.console = new ConsoleClient(server);
	}

	@BeforeEach
	void logIn() {
		devices.clear();
		console = ConsoleClient.loggedIn(server);
	}

	@Test
	void aDeviceWithoutAnyHasOneQuietLine() {
		server.admin().upload("a.bin", new byte[] { 1 });
		server.admin().assign("esp-1", "1.0", "a.bin");
		assertThat(page("esp-1")).contains("It has none of its own here.");
	}

	@Test
	void aDeviceThatMayActivateHasAPageBeforeItWasSeen() {
		devices.enable("1");
		assertThat(page("pumps.1")).contains("Exosite token", ">enabled</span>", "gets one when it activates");
		assertThat(console.get("/console/device?id=pumps.2").status()).isEqualTo(404);
	}

	@Test
	void aTokenIsNeverShown() {
		String token = devices.activated("1");
		assertThat(page("pumps.1")).contains(">activated</span>", "It has its token.").doesNotContain(token);
	}

	@Test
	void aRevokedTokenIsVoidUntilTheDeviceMayActivateAgain() {
		String token = devices.activated("1");
		act("pumps.1", "exosite", "revoke");
		assertThat(page("pumps.1")).contains("The token is revoked.", ">revoked</span>");
		assertThat(status(token)).isEqualTo(401);
		assertThat(devices.activate("1").status()).isEqualTo(409);
		act("pumps.1", "exosite", "enable");
		assertThat(page("pumps.1")).contains("It may activate again.", ">enabled</span>");
		assertThat(devices.activate("1").status()).isEqualTo(200);
		act("pumps.1", "exosite", "enable");
		assertThat(page("pumps.1")).contains(">enabled again</span>");
	}

	@Test
	void aNewTokenIsShownOnceAndTheOneBeforeIsVoid() {
		String before = devices.activated("1");
		act("pumps.1", "exosite", "renew");
		Matcher shown = Pattern.compile("shown this once: ([0-9a-f]{40})").matcher(page("pumps.1"));
		assertThat(shown.find()).isTrue();
		String token = shown.group(1);
		assertThat(page("pumps.1")).doesNotContain(token);
		assertThat(status(before)).isEqualTo(401);
		assertThat(status(token)).isEqualTo(204);
		assertThat(console.get("/console/activity").text()).contains("renew exosite cik").doesNotContain(token);
	}

	@Test
	void aPreSharedKeyIsToldOfAndRemoved() {
		ApiClient api = new ApiClient(server);
		assertThat(api
			.send("PUT", "/coap/psk/" + AdminClient.encode("fmu:lamp@192.0.2.1"), "{\"secretHex\":\"" + SECRET + "\"}")
			.status()).isEqualTo(204);
		String id = "fmu:lamp@192.0.2.1";
		assertThat(page(id)).contains("CoAP pre-shared key", "Its identity is the device's id.".replace("'", "&#39;"))
			.doesNotContain(SECRET);
		assertThat(act(id, "coap-psk", "remove").required("Location")).as("nothing else is known of it")
			.isEqualTo("/console/devices");
		assertThat(console.get("/console/devices").text()).contains("The pre-shared key is removed.");
		assertThat(api.get("/coap/psk").get("identities").toString()).doesNotContain("lamp");
		assertThat(console.get(ConsolePath.device(id)).status()).isEqualTo(404);
		assertThat(act(id, "coap-psk", "remove").status()).isEqualTo(404);
	}

	@Test
	void whatIsntThereIsRefusedWithTheCause() {
		devices.enable("1");
		page("pumps.1");
		assertThat(act("pumps.2", "exosite", "revoke").text()).contains("There is no Exosite device pumps.2.");
		assertThat(act("pumps.1", "exosite", "<b>").text()).contains("There is no act &lt;b&gt;.");
		assertThat(act("pumps.1", "coap-psk", "show").text()).contains("There is no act show.");
		RawResponse unknown = act("pumps.1", "none", "revoke");
		assertThat(unknown.status()).isEqualTo(400);
		assertThat(unknown.text()).contains("There are no credentials of the kind none.");
	}

	private RawResponse act(String device, String kind, String act) {
		return console.post("/console/device/credential", Map.of("id", device, "kind", kind, "act", act));
	}

	private int status(String token) {
		return devices.get("/onep:v1/stack/alias?config_otau", ExositeClient.cik(token)).status();
	}

	private String page(String device) {
		RawResponse page = console.get(ConsolePath.device(device));
		assertThat(page.status()).as("%s: %s", device, page).isEqualTo(200);
		return page.text();
	}

}
