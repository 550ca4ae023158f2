package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.device.DeviceId;
import io.fuota.fleet.DeviceCare;
import io.fuota.fleet.Fleet;
import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import io.fuota.testing.AdminClient;
import io.fuota.testing.ConsoleClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages as a browser without scripts sees them. */
@SharedTestServer
class ConsolePagesIntegrationTests {

	private static final String EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

	private static final byte[] IMAGE = Esp32Image.of("demo", "1.1", 4096);

	private final TestServer server;

	private ConsoleClient console;

	ConsolePagesIntegrationTests(TestServer server) {
		this.server = server;
		this.console = new ConsoleClient(server);
	}

	@BeforeEach
	void logIn() {
		console = ConsoleClient.loggedIn(server);
	}

	@Test
	void anEmptyServerTellsTheNextSteps() {
		assertThat(page("/console")).contains("No device yet").contains("Upload a firmware file");
		assertThat(page("/console/devices")).contains("No device matches");
		assertThat(page("/console/firmware")).contains("No firmware yet");
		assertThat(page("/console/assign")).contains("No firmware yet");
		assertThat(page("/console/settings")).contains("BEGIN CERTIFICATE").contains("admin and device");
	}

	@Test
	void whatDevicesAndOperatorsSendIsShownAsText() {
		server.admin().upload("demo.bin", Esp32Image.of("<b>x</b>\"'&", "<i>9</i>", 4096));
		String id = "<svg onload=alert(1)>\"'&";
		server.admin().assign(id, "1.0", "demo.bin");
		new DeviceClient(server)
			.get("/devices/" + AdminClient.encode(id) + "?app_ver=" + AdminClient.encode("<u>1</u>"));
		server.part(Fleet.class).note(DeviceEvent.of(id, Instant.now(), EventKind.REPORT, EVIL, EVIL).withNote(EVIL));
		console.post("/console/device/labels", Map.of("id", id, "labels", "<s>label</s>"));
		console.post("/console/device/describe", Map.of("id", id, "hardware", "<q>hw</q>", "project", EVIL));
		new DeviceClient(server).get("/devices/" + AdminClient.encode("<a>unknown") + "?app_ver=%3Cem%3E");
		Awaitility.await().untilAsserted(() -> assertThat(page(ConsolePath.device(id))).contains("alert(2)"));
		for (String page : List.of("/console", "/console/devices", "/console/devices?prefix=" + AdminClient.encode(id),
				ConsolePath.device(id), "/console/firmware", "/console/devices/unknown", "/console/activity",
				ConsolePath.with("/console/assign", "device", id), ConsolePath.with("/console/devices", "after", EVIL),
				ConsolePath.with("/console/log-in", "to", EVIL), ConsolePath.with("/console/log-in", "username", EVIL),
				ConsolePath.device("nobody" + EVIL.replace("/", "")), "/console/activity?before=%3Cb%3E")) {
			assertThat(console.get(page).text()).as(page)
				.doesNotContain("<svg onload", "<b>", "<i>", "<u>", "<s>", "<q>", "<em>", "<script>alert", "<img src=x",
						"<a>unknown");
		}
		assertThat(page(ConsolePath.device(id))).contains("&lt;svg onload=alert(1)&gt;")
			.contains("&lt;script&gt;alert(1)&lt;/script&gt;");
		assertThat(page("/console/firmware")).contains("&lt;i&gt;9&lt;/i&gt;");
	}

	@Test
	void aFormUploadsAFileAndTellsWhatIsInIt() {
		RawResponse answer = uploadForm("", "demo-1.1.bin", IMAGE);
		assertThat(answer.status()).isEqualTo(303);
		assertThat(answer.required("Location")).isEqualTo("/console/firmware#demo-1.1.bin");
		assertThat(page("/console/firmware"))
			.contains("demo-1.1.bin is here: 4.0 KiB, ESP32 image, project demo, version 1.1")
			.contains("version inside");
		assertThat(server.admin().get("/files/demo-1.1.bin").body()).isEqualTo(IMAGE);
		assertThat(uploadForm("other.bin", "C:\\fakepath\\demo.bin", IMAGE).required("Location"))
			.isEqualTo("/console/firmware#other.bin");
	}

	@Test
	void aBrokenImageIsRefusedWithTheCauseAndStoresNothing() {
		byte[] broken = IMAGE.clone();
		broken[200] ^= 1;
		assertThat(uploadForm("", "broken.bin", broken).required("Location")).isEqualTo("/console/firmware");
		assertThat(page("/console/firmware")).contains("The ESP32 image is broken").contains("No firmware yet");
		RawResponse script = uploadBytes("broken.bin", broken);
		assertThat(script.status()).isEqualTo(422);
		assertThat(script.text()).contains("The ESP32 image is broken");
		assertThat(server.admin().get("/files").text()).isEmpty();
		assertThat(uploadForm("", "two words.bin", IMAGE).status()).isEqualTo(303);
		assertThat(page("/console/firmware")).contains("A file name has only the characters");
		assertThat(uploadForm("", "", new byte[0]).status()).isEqualTo(303);
		assertThat(page("/console/firmware")).contains("Choose a file first.");
	}

	@Test
	void theScriptsUploadTellsTheSame() {
		RawResponse answer = uploadBytes("demo.bin", IMAGE);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).contains("\"name\":\"demo.bin\"").contains("version 1.1");
		assertThat(console
			.send("PUT", "/console/firmware/bytes?name=demo.bin", "application/octet-stream", IMAGE,
					"Accept: application/json")
			.status()).as("without the token").isEqualTo(403);
	}

	@Test
	void aFileThatDevicesWaitForStaysAndThePageSaysWhy() {
		server.admin().upload("demo.bin", IMAGE);
		server.admin().assign("00001", "1.0", "demo.bin");
		console.post("/console/firmware/delete", Map.of("name", "demo.bin"));
		assertThat(page("/console/firmware"))
			.contains("The file demo.bin is assigned to 00001; remove the assignments first.")
			.contains("1 device has it assigned");
		console.post("/console/device/unassign", Map.of("id", "00001"));
		console.post("/console/firmware/delete", Map.of("name", "demo.bin"));
		assertThat(page("/console/firmware")).contains("The file demo.bin is deleted.");
	}

	@Test
	void theDryRunComesBeforeTheButton() {
		server.admin().upload("demo.bin", IMAGE);
		server.admin().assign("dev-1", "0.9", "demo.bin");
		new DeviceClient(server).get("/devices/dev-1?app_ver=1.0");
		Map<String, String> wish = wish("demo.bin", "1.0");
		wish.put("list", "dev-1\ndev-2\r\n\n");
		wish.put("do", "plan");
		String plan = console.post("/console/assign", wish).text();
		assertThat(plan).contains("Assign to 2 devices").contains("2 devices");
		assertThat(server.admin().get("/devices").text()).contains("\"0.9\"").doesNotContain("dev-2");
		assertThat(apply(wish).status()).isEqualTo(303);
		assertThat(page("/console/devices")).contains("demo.bin is assigned to 2 devices; 1 of them will be offered");
		assertThat(server.admin().get("/devices").text()).contains("\"dev-2\",\"1.0\",\"demo.bin\"");
	}

	@Test
	void fiveHundredDevicesAreAssignedByAFilter() {
		server.admin().upload("demo.bin", IMAGE);
		StringBuilder rows = new StringBuilder();
		for (int i = 0; i < 500; i++) {
			rows.append("\"bulk-%03d\",\"1.0\",\"demo.bin\"\n".formatted(i));
		}
		server.admin().put("/devices", "text/csv", rows.toString().getBytes(StandardCharsets.US_ASCII));
		server.admin().assign("other", "1.0", "demo.bin");
		Map<String, String> wish = wish("demo.bin", "2.0");
		wish.put("scope", "all");
		wish.put("prefix", "bulk-");
		wish.put("do", "plan");
		assertThat(console.post("/console/assign", wish).text()).contains("Assign to 500 devices");
		assertThat(apply(wish).required("Location")).isEqualTo("/console/devices?prefix=bulk-");
		assertThat(page("/console/devices?prefix=bulk-")).contains("demo.bin is assigned to 500 devices")
			.contains("after=bulk-099");
		assertThat(page("/console/devices?prefix=bulk-&after=bulk-399")).contains("bulk-499")
			.doesNotContain("bulk-399<");
		assertThat(server.admin().get("/devices").text()).contains("\"other\",\"1.0\"")
			.contains("\"bulk-499\",\"2.0\"");
	}

	@Test
	void objectionsKeepTheButtonAwayUntilTheyAreOverridden() {
		server.admin().upload("demo.bin", IMAGE);
		server.admin().assign("dev-1", "1.0", "demo.bin");
		server.part(DeviceCare.class).describe(new DeviceId("dev-1"), "esp32s3", null);
		Map<String, String> wish = wish("demo.bin", "1.0");
		wish.put("device", "dev-1");
		wish.put("do", "plan");
		assertThat(console.post("/console/assign", wish).text()).contains("1 device objects: nothing is assigned.")
			.doesNotContain("value=\"apply\"");
		wish.put("force", "true");
		assertThat(console.post("/console/assign", wish).text()).contains("value=\"apply\"");
	}

	@Test
	void whatChangedSinceTheDryRunIsntOverwritten() {
		server.admin().upload("demo.bin", IMAGE);
		Map<String, String> wish = wish("demo.bin", "1.0");
		wish.put("list", "dev-1");
		wish.put("do", "plan");
		wish.put("seen", seen(console.post("/console/assign", wish)));
		server.admin().assign("dev-1", "0.5", "demo.bin");
		wish.put("do", "apply");
		RawResponse answer = console.post("/console/assign", wish);
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.text()).contains("something changed since you looked").contains("Assign to 1 device");
		assertThat(server.admin().get("/devices").text()).contains("\"0.5\"");
		wish.put("seen", seen(answer));
		assertThat(console.post("/console/assign", wish).status()).isEqualTo(303);
	}

	@Test
	void whatIsMissingIsSaidOnTheForm() {
		server.admin().upload("demo.bin", IMAGE);
		Map<String, String> wish = wish("", "1.0");
		wish.put("do", "plan");
		assertThat(console.post("/console/assign", wish).text()).contains("No device is chosen");
		wish.put("list", "dev-1");
		assertThat(console.post("/console/assign", wish).text()).contains("Choose a firmware file.");
		wish.put("file", "demo.bin");
		wish.put("fromVersion", "");
		RawResponse answer = console.post("/console/assign", wish);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).contains("The version to update from has 1 to 255 characters.").contains("dev-1");
	}

	@Test
	void whatOperatorsDidIsInTheActivity() {
		server.admin().upload("demo.bin", IMAGE);
		Map<String, String> wish = wish("demo.bin", "1.0");
		wish.put("list", "act-1");
		apply(wish);
		assertThat(page("/console/activity")).contains("act-1")
			.contains("from 1.0 to demo.bin")
			.contains(TestServer.USERNAME)
			.contains("127.0.0.1");
	}

	@Test
	void formsThatAreTooLargeAreRefused() {
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 0; i < 1_001; i++) {
			fields.put("device" + i, "x");
		}
		assertThat(console.post("/console/devices/release", fields).status()).isIn(400, 413);
		Map<String, String> large = Map.of("list", "x".repeat(3 * 1024 * 1024));
		assertThat(console.post("/console/assign", large).status()).isIn(400, 403, 413);
		assertThat(uploadForm("x".repeat(2_000), "a.bin", IMAGE).status()).isEqualTo(303);
		assertThat(page("/console/firmware")).contains("The body isn&#39;t the form of this page.");
	}

	private String page(String target) {
		RawResponse page = console.get(target);
		assertThat(page.status()).as("%s: %s", target, page).isEqualTo(200);
		return page.text();
	}

	/** Looks first, as the form has it. */
	private RawResponse apply(Map<String, String> wish) {
		wish.put("do", "plan");
		wish.put("seen", seen(console.post("/console/assign", wish)));
		wish.put("do", "apply");
		return console.post("/console/assign", wish);
	}

	private static String seen(RawResponse plan) {
		Matcher seen = Pattern.compile("name=\"seen\" value=\"([^\"]+)\"").matcher(plan.text());
		assertThat(seen.find()).as("a dry run in %s", plan.text()).isTrue();
		return seen.group(1);
	}

	private RawResponse uploadBytes(String name, byte[] content) {
		console.get("/console/firmware");
		return console.send("PUT", "/console/firmware/bytes?name=" + name, "application/octet-stream", content,
				"Accept: application/json", "X-CSRF-TOKEN: " + console.token());
	}

	private RawResponse uploadForm(String name, String fileName, byte[] content) {
		console.get("/console/firmware");
		String head = "--b0undary\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n" + name
				+ "\r\n--b0undary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
				+ "\"\r\nContent-Type: application/octet-stream\r\n\r\n";
		byte[] body = (head + new String(content, StandardCharsets.ISO_8859_1) + "\r\n--b0undary--\r\n")
			.getBytes(StandardCharsets.ISO_8859_1);
		return console.send("POST", "/console/firmware?_csrf=" + AdminClient.encode(console.token()),
				"multipart/form-data; boundary=b0undary", body);
	}

	private static Map<String, String> wish(String file, String fromVersion) {
		Map<String, String> wish = new LinkedHashMap<>();
		wish.put("scope", "named");
		wish.put("file", file);
		wish.put("fromVersion", fromVersion);
		return wish;
	}

}
