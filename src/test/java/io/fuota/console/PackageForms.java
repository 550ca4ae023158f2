package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.ConsoleClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody at the pages of Exosite packages. */
final class PackageForms {

	/** The rest of a manifest that names no firmware file. */
	static final String LINK = "\"type\":\"FILE\",\"payload\":\"https://example.com/a\"";

	private final ConsoleClient console;

	private final ApiClient api;

	private final ExositeClient devices;

	/** Begins without packages, and without devices of the product "pumps". */
	PackageForms(TestServer server) {
		this.devices = new ExositeClient(server, "pumps");
		devices.clear();
		this.console = ConsoleClient.loggedIn(server);
		this.api = new ApiClient(server);
	}

	/** The devices of the product. */
	ExositeClient devices() {
		return devices;
	}

	ConsoleClient console() {
		return console;
	}

	/** Makes a package or replaces it, by the API; it must succeed. */
	void make(String name, String rest) {
		RawResponse made = api.send("PUT", "/packages/" + name,
				"{\"version\":\"1.1\",\"name\":\"Update\"," + rest + "}");
		assertThat(made.status()).as(made.text()).isIn(200, 201);
	}

	/** A page that must be there. */
	String page(String target) {
		RawResponse page = console.get(target);
		assertThat(page.status()).as("%s: %s", target, page).isEqualTo(200);
		return page.text();
	}

	RawResponse save(Map<String, String> draft) {
		console.get("/console/packages/form");
		return console.post("/console/packages/form", draft);
	}

	/** The page of a draft that must be refused. */
	String refusal(Map<String, String> draft) {
		return refused(save(draft));
	}

	RawResponse apply(Map<String, String> wish) {
		return console.post("/console/package/apply", wish);
	}

	/** Looks first, as the form has it; it must succeed. */
	void applied(Map<String, String> wish) {
		Map<String, String> all = new LinkedHashMap<>(wish);
		all.put("seen", field(apply(all).text(), "seen"));
		all.put("do", "apply");
		assertThat(apply(all).status()).isEqualTo(303);
	}

	static String refused(RawResponse answer) {
		assertThat(answer.status()).as(answer.text()).isIn(400, 409);
		return answer.text();
	}

	/** The value of a hidden field. */
	static String field(String page, String name) {
		Matcher value = Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(page);
		assertThat(value.find()).as("%s in %s", name, page).isTrue();
		return value.group(1);
	}

	static Map<String, String> draft(String name, String type) {
		Map<String, String> draft = new LinkedHashMap<>();
		draft.put("name", name);
		draft.put("version", "1.1");
		draft.put("title", "Update");
		draft.put("type", type);
		return draft;
	}

	/** To see what applying it to these devices would do. */
	static Map<String, String> wish(String name, String list) {
		Map<String, String> wish = new LinkedHashMap<>();
		wish.put("name", name);
		wish.put("scope", "named");
		wish.put("list", list);
		wish.put("do", "plan");
		return wish;
	}

}
