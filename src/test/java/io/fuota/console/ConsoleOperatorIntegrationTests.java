package io.fuota.console;

import static io.fuota.console.PackageForms.LINK;
import static io.fuota.console.PackageForms.draft;
import static io.fuota.console.PackageForms.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.ConsoleClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that applies packages, in the console. */
@SharedTestServer(settings = { "FUOTA_OPERATOR_USERNAME=operator", "FUOTA_OPERATOR_PASSWORD=applies" })
class ConsoleOperatorIntegrationTests {

	private final TestServer server;

	private final ApiClient api;

	private final ExositeClient devices;

	private final PackageForms forms;

	ConsoleOperatorIntegrationTests(TestServer server) {
		this.server = server;
		this.api = new ApiClient(server);
		this.devices = new ExositeClient(server, "pumps");
		this.forms = new PackageForms(server);
	}

	@BeforeEach
	void nothingOfBefore() {
		devices.clear();
	}

	@Test
	void anOperatorAppliesPackagesAndDoesNothingElse() {
		devices.enable("1");
		forms.make("summer", LINK + ",\"devices\":[\"pumps.1\"]");
		ConsoleClient operator = operator();
		assertThat(operator.get("/console").required("Location")).isEqualTo("/console/packages");
		assertThat(operator.get("/console/packages").text()).contains("summer")
			.doesNotContain("/console/packages/form", "href=\"/console/devices\"");
		String shown = operator.get("/console/package?name=summer").text();
		assertThat(shown).contains("Show what would happen").doesNotContain("Change…", "packages/delete");
		Map<String, String> wish = new LinkedHashMap<>(Map.of("name", "summer", "scope", "listed", "do", "plan"));
		wish.put("seen", field(operator.post("/console/package/apply", wish).text(), "seen"));
		wish.put("do", "apply");
		assertThat(operator.post("/console/package/apply", wish).status()).isEqualTo(303);
		shown = operator.get("/console/package?name=summer").text();
		assertThat(shown).contains("1 waiting").doesNotContain("href=\"/console/device");
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
		assertThat(refused.text()).contains("This account sees packages and applies them.");
		assertThat(api.get("/packages")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console/packages/form", "/console/devices", "/console/device?id=1", "/console/firmware",
			"/console/assign", "/console/rules", "/console/activity", "/console/settings" })
	void anOperatorSeesNoOtherPage(String path) {
		assertThat(operator().get(path).status()).isEqualTo(403);
	}

	private ConsoleClient operator() {
		ConsoleClient operator = new ConsoleClient(server);
		operator.get("/console/log-in");
		assertThat(operator.logIn("operator", "applies").status()).isEqualTo(303);
		operator.get("/console/packages");
		return operator;
	}

}
