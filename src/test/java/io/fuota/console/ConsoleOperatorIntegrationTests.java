package io.fuota.console;

import static io.fuota.console.PackageForms.LINK;
import static io.fuota.console.PackageForms.draft;
import static io.fuota.console.PackageForms.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.ConsoleClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that sees what there is and applies packages, in the console. */
@SharedTestServer(settings = { "FUOTA_OPERATOR_USERNAME=operator", "FUOTA_OPERATOR_PASSWORD=applies" })
class ConsoleOperatorIntegrationTests {

	private final TestServer server;

	private final ApiClient api;

	private final ExositeClient devices;

	private final PackageForms forms;

	ConsoleOperatorIntegrationTests(TestServer server) {
		this.server = server;
		this.api = new ApiClient(server);
		this.forms = new PackageForms(server);
		this.devices = forms.devices();
	}

	@Test
	void anOperatorAppliesPackagesAndDoesNothingElse() {
		devices.enable("1");
		forms.make("summer", LINK + ",\"devices\":[\"pumps.1\"]");
		ConsoleClient operator = operator();
		assertThat(operator.get("/console/packages").text()).contains("summer")
			.doesNotContain("/console/packages/form");
		String shown = operator.get("/console/package?name=summer").text();
		assertThat(shown).contains("Show what would happen").doesNotContain("Change…", "packages/delete");
		Map<String, String> wish = new LinkedHashMap<>(Map.of("name", "summer", "scope", "listed", "do", "plan"));
		wish.put("seen", field(operator.post("/console/package/apply", wish).text(), "seen"));
		wish.put("do", "apply");
		assertThat(operator.post("/console/package/apply", wish).status()).isEqualTo(303);
		shown = operator.get("/console/package?name=summer").text();
		assertThat(shown).contains("1 waiting", "href=\"/console/device?id=pumps.1\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console/packages/form", "/console/packages/delete", "/console/device/credential",
			"/console/device/forget", "/console/firmware/delete", "/console/assign", "/console/rules" })
	void anOperatorGets403ForWhatIsForAdmins(String path) {
		forms.make("summer", LINK);
		ConsoleClient operator = operator();
		operator.get("/console/package?name=summer");
		Map<String, String> fields = draft("summer", "FILE");
		RawResponse refused = operator.post(path, fields);
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.text()).contains("This account sees devices, firmware and packages, and applies packages.");
		assertThat(api.get("/packages")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console/packages/form", "/console/assign", "/console/rules", "/console/riot",
			"/console/activity", "/console/settings", "/console/settings/certificate.pem" })
	void anOperatorSeesNoPageOfAdmins(String path) {
		RawResponse refused = operator().get(path);
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.text()).contains("Log in as an admin for everything else.");
	}

	@Test
	void anOperatorSeesWhatThereIsWithoutWhatChangesIt() {
		devices.enable("1");
		server.admin().upload("demo.bin", new byte[] { 1, 2, 3 });
		server.admin().assign("esp-1", "1.0", "demo.bin");
		new DeviceClient(server).get("/devices/esp-2?app_ver=1.0");
		ConsoleClient operator = operator();
		for (String page : List.of("/console", "/console/", "/console/devices", "/console/devices/unknown",
				"/console/device?id=esp-1", "/console/device?id=pumps.1", "/console/firmware")) {
			RawResponse shown = operator.get(page);
			assertThat(shown.status()).as(page).isEqualTo(200);
			assertThat(shown.text()).as(page).contains("href=\"/console/firmware\"", "action=\"/console/log-out\"");
			String inside = shown.text().substring(shown.text().indexOf("<main"));
			assertThat(inside).as(page)
				.doesNotContain("method=\"post\"", "_csrf", "type=\"checkbox\"", "/console/assign", "upload.js",
						"/console/activity", "/console/settings");
			assertThat(shown.text()).as(page).doesNotContain("href=\"/console/riot\"", "href=\"/console/rules\"");
		}
		assertThat(operator.get("/console/device?id=esp-1").text()).contains("demo.bin");
		assertThat(operator.get("/console/devices").text()).contains("esp-1");
		assertThat(operator.get("/console/devices/unknown").text()).contains("esp-2");
		assertThat(operator.get("/console/device?id=pumps.1").text()).contains(">enabled</span>");
	}

	@Test
	void anOperatorSeesNoKeyOfADevice() {
		server.admin().upload("demo.bin", new byte[] { 1, 2, 3 });
		server.admin().assign("fmu:lamp", "1.0", "demo.bin");
		for (String id : List.of("fmu:lamp", "fmu:spare")) {
			assertThat(api
				.send("PUT", "/coap/psk/" + AdminClient.encode(id),
						"{\"secretHex\":\"00112233445566778899aabbccddeeff\"}")
				.status()).isLessThan(300);
		}
		ConsoleClient operator = operator();
		assertThat(operator.get("/console/device?id=fmu:lamp").text()).contains("It has none that this account sees.")
			.doesNotContain("pre-shared");
		assertThat(operator.get("/console/device?id=fmu:spare").status()).isEqualTo(404);
		assertThat(forms.page("/console/device?id=fmu:spare")).contains("CoAP pre-shared key");
	}

	@Test
	void theEmptyPagesTellAnOperatorWhoDoesTheNextStep() {
		ConsoleClient operator = operator();
		assertThat(operator.get("/console").text()).contains("An admin uploads firmware and assigns it to devices.");
		assertThat(operator.get("/console/firmware").text()).contains("An admin uploads it.");
		assertThat(forms.page("/console/settings")).contains("<dd>operator</dd>");
	}

	private ConsoleClient operator() {
		ConsoleClient operator = new ConsoleClient(server);
		operator.get("/console/log-in");
		assertThat(operator.logIn("operator", "applies").status()).isEqualTo(303);
		operator.get("/console/packages");
		return operator;
	}

}
