package io.fuota.console;

import static io.fuota.console.PackageForms.LINK;
import static io.fuota.console.PackageForms.draft;
import static io.fuota.console.PackageForms.field;
import static io.fuota.console.PackageForms.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Exosite packages in the console: listed, made, replaced, deleted. */
@SharedTestServer
class PackagesPageIntegrationTests {

	private static final String EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

	private final TestServer server;

	private final ApiClient api;

	private final PackageForms forms;

	PackagesPageIntegrationTests(TestServer server) {
		this.server = server;
		this.api = new ApiClient(server);
		this.forms = new PackageForms(server);
	}

	@Test
	void withoutAPackageThePageTellsTheNextStep() {
		assertThat(forms.page("/console/packages")).contains("No package yet").contains("Upload a firmware file");
		assertThat(forms.page("/console/packages/form")).contains("No firmware file is here.");
		server.admin().upload("a.bin", new byte[] { 1 });
		assertThat(forms.page("/console/packages")).contains("Make a package</a> of the firmware files that are here");
	}

	@Test
	void aPackageIsMadeOfFilesAndLinks() {
		server.admin().upload("a.bin", new byte[] { 1 });
		server.admin().upload("b.bin", new byte[] { 2 });
		Map<String, String> draft = draft("summer", "URL_LIST");
		draft.put("file", "a.bin");
		draft.put("links", " https://example.com/x \r\n\r\n");
		draft.put("description", "for pumps");
		draft.put("label", "pilot");
		RawResponse made = forms.save(draft);
		assertThat(made.required("Location")).isEqualTo("/console/package?name=summer");
		assertThat(api.get("/packages/summer").get("payload").toString())
			.isEqualTo("[\"a.bin\",\"https://example.com/x\"]");
		assertThat(api.get("/packages/summer").get("label").asString()).isEqualTo("pilot");
		assertThat(forms.page("/console/package?name=summer")).contains("The package is made.")
			.contains("href=\"/console/firmware#a.bin\"")
			.doesNotContain("href=\"https://example.com");
		assertThat(forms.page("/console/packages")).contains("a.bin, https://example.com/x", "label pilot", "for pumps",
				"no device");
	}

	@Test
	void theFormOfAPackageHasWhatIsInItAndReplacesIt() {
		server.admin().upload("a.bin", new byte[] { 1 });
		forms.make("summer", "\"type\":\"URL_LIST\",\"payload\":[\"a.bin\",\"https://example.com/x\"],"
				+ "\"devices\":[\"pumps.1\",\"pumps.2\"]");
		String form = forms.page("/console/packages/form?name=summer");
		assertThat(form).contains("Change summer", "value=\"a.bin\" checked=\"checked\"",
				">https://example.com/x</textarea>", ">pumps.1\npumps.2</textarea>");
		Map<String, String> draft = draft("summer", "FILE");
		draft.put("links", "https://example.com/y");
		draft.put("seen", field(form, "seen"));
		assertThat(forms.save(draft).status()).isEqualTo(303);
		assertThat(forms.page("/console/package?name=summer")).contains("The package is changed.");
		assertThat(api.get("/packages/summer").get("payload").asString()).isEqualTo("https://example.com/y");
		assertThat(forms.refusal(draft)).as("the form of before")
			.contains("was changed or deleted since you opened it");
		draft.put("seen", "");
		assertThat(forms.refusal(draft)).contains("There is a package summer already.");
	}

	@Test
	void aPackageOfAnObjectIsMadeAndShown() {
		Map<String, String> draft = draft("setup", "JSON");
		draft.put("json", "{\"interval\": 60}");
		assertThat(forms.save(draft).status()).isEqualTo(303);
		assertThat(api.get("/packages/setup").get("payload").toString()).isEqualTo("{\"interval\":60}");
		assertThat(forms.page("/console/package?name=setup")).contains("&quot;interval&quot; : 60");
		assertThat(forms.page("/console/packages/form?name=setup")).contains("&quot;interval&quot; : 60");
	}

	@Test
	void whatBreaksARuleIsRefusedWithTheCauseAndTheFormKeepsWhatWasWritten() {
		Map<String, String> draft = draft("summer", "URL_LIST");
		assertThat(forms.refusal(draft)).contains("Choose at least one firmware file, or write a link.");
		draft.put("links", "example.com/x");
		assertThat(forms.refusal(draft)).contains("A link has :// in it, and example.com/x has not.");
		draft.put("links", "https://a/1\nhttps://a/2");
		draft.put("type", "FILE");
		assertThat(forms.refusal(draft)).contains("has one file or one link, not 2").contains("https://a/2");
		draft.put("type", "JSON");
		assertThat(forms.refusal(draft)).contains("has an object and neither files nor links");
		draft.put("links", "");
		draft.put("json", "{\"a\":");
		assertThat(forms.refusal(draft)).contains("isn&#39;t JSON");
		draft.put("json", "[1]");
		assertThat(forms.refusal(draft)).contains("The payload of a JSON package is an object.");
		draft.put("type", "URL_LIST");
		assertThat(forms.refusal(draft)).contains("An object goes into a package of type JSON alone.");
		draft.put("json", "");
		draft.put("file", "none.bin");
		assertThat(forms.refusal(draft)).contains("The payload names none.bin, and there is no such firmware file");
		draft.put("links", "https://a/1");
		draft.remove("file");
		draft.put("devices", "pumps.1");
		draft.put("label", "pilot");
		assertThat(forms.refusal(draft)).contains("Name either devices or a label.");
		draft.put("label", "");
		draft.put("name", "two words");
		assertThat(forms.refusal(draft)).contains("name has 1 to 100 characters").contains("two words");
		assertThat(api.get("/packages")).isEmpty();
	}

	@Test
	void aPackageIsDeletedAndWhoDeletesItAgainIsToldSo() {
		forms.make("summer", LINK);
		forms.console().post("/console/packages/delete", Map.of("name", "summer"));
		assertThat(forms.page("/console/packages")).contains("The package summer is deleted.")
			.contains("No package yet");
		forms.console().post("/console/packages/delete", Map.of("name", "summer"));
		assertThat(forms.page("/console/packages")).contains("There is no package summer.");
		assertThat(forms.console().get("/console/package?name=summer").status()).isEqualTo(404);
		assertThat(forms.console().get("/console/packages/form?name=summer").status()).isEqualTo(404);
	}

	@Test
	void whateverIsWrittenIsShownAsText() {
		String text = "\"" + EVIL.replace("\"", "\\\"") + "\"";
		api.send("PUT", "/packages/evil",
				"{\"version\":" + text + ",\"name\":" + text + ",\"description\":" + text
						+ ",\"type\":\"URL_LIST\",\"payload\":[\"javascript://%0aalert(1)\",\"https://a/<b>x</b>\"],"
						+ "\"label\":" + text + "}");
		api.send("PUT", "/packages/object",
				"{\"version\":\"1\",\"name\":\"n\",\"type\":\"JSON\",\"payload\":{" + text + ":\"</pre><b>x</b>\"}}");
		Map<String, String> draft = draft(EVIL, EVIL);
		draft.put("links", EVIL);
		draft.put("json", "</textarea><b>x</b>");
		for (String shown : List.of(forms.page("/console/packages"), forms.page("/console/package?name=evil"),
				forms.page("/console/package?name=object"), forms.page("/console/packages/form?name=evil"),
				forms.page("/console/packages/form?name=object"),
				forms.page("/console/package?name=evil&scope=named&list=" + AdminClient.encode(EVIL)),
				forms.refusal(draft), forms.console().get("/console/package?name=" + AdminClient.encode(EVIL)).text(),
				forms.apply(wish("evil", EVIL)).text())) {
			assertThat(shown).doesNotContain("<script>alert", "<img src=x", "<b>", "href=\"javascript");
		}
		assertThat(forms.page("/console/packages")).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
	}

	@Test
	void formsWithoutTheirTokenAreRefused() {
		forms.make("summer", LINK);
		for (String path : List.of("/console/packages/form", "/console/packages/delete", "/console/package/apply",
				"/console/device/credential")) {
			RawResponse refused = forms.console().post(path, Map.of("name", "summer", "_csrf", "x"));
			assertThat(refused.status()).as(path).isEqualTo(403);
			assertThat(refused.text()).contains("from another place");
		}
		assertThat(api.get("/packages")).hasSize(1);
	}

}
