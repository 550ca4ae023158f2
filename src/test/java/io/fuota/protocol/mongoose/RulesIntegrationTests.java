package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.MongooseBundle;
import io.fuota.testing.MongooseClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.IntStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The operator's rules, and the newest bundle by itself. */
class RulesIntegrationTests {

	private static final TestServer SERVER = TestServer.prepare();

	private static AdminClient admin;

	private final MongooseClient device = new MongooseClient(SERVER);

	@BeforeAll
	static void start() {
		SERVER.start();
		admin = SERVER.admin();
		admin.upload("lamp-esp32-1.1.zip", bundle("lamp", "esp32", "1.1"));
		admin.upload("lamp-esp32-1.2.zip", bundle("lamp", "esp32", "1.2"));
		admin.upload("lamp-esp32-1.10.zip", bundle("lamp", "esp32", "1.10"));
		admin.upload("lamp-esp8266-1.2.zip", bundle("lamp", "esp8266", "1.2"));
		admin.upload("door-esp32-9.zip", bundle("door", "esp32", "9"));
		admin.upload("image.bin", Esp32Image.of("demo", "1.1", 50_000));
	}

	@AfterAll
	static void close() {
		SERVER.close();
	}

	@BeforeEach
	void noRules() {
		MongooseClient.rules(admin);
		admin.delete("/api/v1/mongoose/newest/lamp");
	}

	@Test
	void rulesAreGivenBackAsTheyWereSent() {
		String[] lines = { "\"esp32\",\"1.0*\",\"lamp-esp32-1.1.zip\"", "\"*\",\"[0-1].?\",\"\"",
				"\"rs14100\",\"*\",\"https://old.example.com/a,b=c.zip?x=1\"" };
		assertThat(MongooseClient.rules(admin, lines).status()).isEqualTo(204);
		RawResponse list = admin.get("/api/v1/mongoose/rules");
		assertThat(list.required("Content-Type")).isEqualTo("text/csv");
		assertThat(list.text()).isEqualTo(String.join("\n", lines) + "\n");
	}

	@Test
	void rulesOfTwoAdminsDontOverwriteEachOther() {
		MongooseClient.rules(admin, "esp32,*,lamp-esp32-1.1.zip");
		String seen = admin.get("/api/v1/mongoose/rules").required("ETag");
		assertThat(put("*,*,", "If-Match: " + seen)).isEqualTo(204);
		assertThat(put("esp32,*,", "If-Match: " + seen)).isEqualTo(412);
		assertThat(admin.get("/api/v1/mongoose/rules").text()).isEqualTo("\"*\",\"*\",\"\"\n");
	}

	private static int put(String rules, String header) {
		return admin.put("/api/v1/mongoose/rules", "text/csv", rules.getBytes(StandardCharsets.US_ASCII), header)
			.status();
	}

	@Test
	void aFileThatARuleNeedsIsKept() {
		MongooseClient.rules(admin, "esp32,*,lamp-esp32-1.1.zip");
		RawResponse refused = admin.delete("/files/lamp-esp32-1.1.zip");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("a rule for Mongoose OS devices");
		assertThat(admin.get("/files/lamp-esp32-1.1.zip").status()).isEqualTo(200);
	}

	@Test
	void theFirstRuleThatMatchesDecides() {
		MongooseClient.rules(admin, "ESP32,1.0,lamp-esp32-1.1.zip", "*,1.0*,", "esp32,*,lamp-esp32-1.2.zip",
				"*,*,https://old.example.com/rescue.zip");
		assertThat(offer("esp32 1.0 x")).isEqualTo("lamp-esp32-1.1.zip");
		assertThat(offer("esp32 1.0.1 x")).isEqualTo("304");
		assertThat(offer("esp32 0.9 x")).isEqualTo("lamp-esp32-1.2.zip");
		assertThat(offer("esp8266 1.0 x")).isEqualTo("304");
		RawResponse elsewhere = device.get("/update", "stm32 0.9 x");
		assertThat(elsewhere.status()).isEqualTo(302);
		assertThat(elsewhere.required("Location")).isEqualTo("https://old.example.com/rescue.zip");
		assertThat(elsewhere.rawBody()).isEmpty();
	}

	@Test
	void anAssignmentCountsBeforeRules() {
		MongooseClient.rules(admin, "*,*,");
		admin.assign("esp32_0A1B2C", "1.0 x", "lamp-esp32-1.1.zip");
		assertThat(offer("esp32 1.0 x")).isEqualTo("lamp-esp32-1.1.zip");
		assertThat(offer("esp32 1.0 y")).as("another build").isEqualTo("304");
		admin.delete("/devices/esp32_0A1B2C");
	}

	@Test
	void rulesAreThereAfterARestart() {
		MongooseClient.rules(admin, "esp32,1.0,lamp-esp32-1.1.zip");
		admin.put("/api/v1/mongoose/newest/lamp", "text/plain", new byte[0]);
		SERVER.restart();
		admin = SERVER.admin();
		assertThat(new MongooseClient(SERVER).get("/update", "esp32 1.0 x").status()).isEqualTo(200);
		assertThat(new ApiClient(SERVER).get("/mongoose/newest").at("/applications/0").asString()).isEqualTo("lamp");
		assertThat(new ApiClient(SERVER).get("/audit").toString()).contains("mongoose-rules", "mongoose-newest");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "esp32,1.0,none.zip | There is no file none.zip.",
			"esp8266,1.0,lamp-esp32-1.1.zip | The file lamp-esp32-1.1.zip is for esp32, and the rule for esp8266.",
			"esp32,1.0,image.bin | The file image.bin is no Mongoose OS bundle.",
			"esp32,1.0 | A rule has three fields, platform, pattern for versions and file, and this one has 2.",
			"esp32,[a, | The pattern [a ends within a bracket or an escape.",
			",1.0, | A platform has 1 to 64 printable characters of ASCII, or is *.",
			"esp32,1.0,https:///x | A URL elsewhere is absolute, with a host, and has at most 1000 characters, all of them ASCII." })
	void aWrongRuleIsRefusedWithItsLineAndNothingIsChanged(String line, String sentence) {
		MongooseClient.rules(admin, "esp32,0.1,");
		RawResponse answer = MongooseClient.rules(admin, "*,9,", "", line, "*,8,");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(ApiClient.json(answer).get("detail").asString()).isEqualTo("Line 3: " + sentence);
		assertThat(admin.get("/api/v1/mongoose/rules").text()).isEqualTo("\"esp32\",\"0.1\",\"\"\n");
	}

	@Test
	void rulesHaveLimits() {
		String[] lines = IntStream.range(0, 1_001).mapToObj(i -> "*," + i + ",").toArray(String[]::new);
		assertThat(ApiClient.json(MongooseClient.rules(admin, lines)).get("detail").asString())
			.isEqualTo("Line 1001: There are at most 1000 rules.");
		assertThat(MongooseClient.rules(admin, "\"" + "x".repeat(2 * 1024 * 1024) + "\"").status()).isEqualTo(413);
		assertThat(admin.put("/api/v1/mongoose/newest/" + "x".repeat(256), "text/plain", new byte[0]).status())
			.isEqualTo(400);
	}

	@Test
	void theApiSaysWhatADeviceWouldGet() {
		MongooseClient.rules(admin, "esp32,1.0,lamp-esp32-1.1.zip", "esp32,1.1,", "*,*,https://old.example.com/x");
		offer("esp32 1.0 a");
		assertDecision("1.0", "INSTALL", "At its next check it is told to install lamp-esp32-1.1.zip.");
		assertDecision("1.1", "NOTHING_NEWER", "A rule says that it stays as it is.");
		assertDecision("3", "NOTHING_NEWER", "A rule sends it to https://old.example.com/x.");
		assertThat(MongooseCatalogue.MAX_HEARD).isEqualTo(20_000);
		admin.assign("esp32_0A1B2C", "1.0", "lamp-esp32-1.2.zip");
		assertDecision("1.0%20a", "INSTALL", "At its next check it is told to install lamp-esp32-1.2.zip.");
		admin.delete("/devices/esp32_0A1B2C");
	}

	private static void assertDecision(String version, String action, String sentence) {
		JsonNode decision = new ApiClient(SERVER).get("/devices/esp32_0A1B2C/decision?version=" + version);
		assertThat(decision.get("action").asString()).as(version).isEqualTo(action);
		assertThat(decision.get("sentence").asString()).isEqualTo(sentence);
	}

	@Test
	void whatDevicesAskIsCounted() {
		double before = checks("stay");
		offer("esp32 77 x");
		assertThat(checks("stay")).isEqualTo(before + 1);
	}

	private static double checks(String answer) {
		return SERVER.part(MeterRegistry.class)
			.get("fuota.checks")
			.tags("protocol", "mongoose", "answer", answer)
			.counter()
			.count();
	}

	@Test
	void rulesAreForAdminsAlone() {
		assertThat(device.send("GET /api/v1/mongoose/rules HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(401);
	}

	@Test
	void whereItIsSwitchedOnTheNewestBundleIsGiven() {
		assertThat(newest("lamp", "esp32 1.0 x")).as("switched off").isEqualTo(304);
		assertThat(admin.put("/api/v1/mongoose/newest/lamp", "text/plain", new byte[0]).status()).isEqualTo(204);
		assertThat(offerOf("lamp", "esp32 1.0 x")).isEqualTo("lamp-esp32-1.10.zip");
		assertThat(offerOf("lamp", "esp8266 1.0 x")).isEqualTo("lamp-esp8266-1.2.zip");
		assertThat(newest("lamp", "esp32 1.10 20990101-000000/x")).as("newer").isEqualTo(304);
		assertThat(newest("lamp", "esp32 2 x")).as("newer").isEqualTo(304);
		assertThat(newest("lamp", "esp32 beta x")).as("has no order").isEqualTo(304);
		assertThat(newest("door", "esp32 1.0 x")).as("another application").isEqualTo(304);
		assertThat(offer("esp32 1.0 x")).as("says no application").isEqualTo("304");
		MongooseClient.rules(admin, "*,1.0,");
		assertThat(newest("lamp", "esp32 1.0 x")).as("a rule counts before it").isEqualTo(304);
	}

	private int newest(String application, String firmware) {
		return sendAs(application, firmware).status();
	}

	private String offerOf(String application, String firmware) {
		return name(sendAs(application, firmware));
	}

	private RawResponse sendAs(String application, String firmware) {
		return device.send(MongooseClient.request("/update", "X-MGOS-Device-ID: newest 246F280A1B2C",
				"X-MGOS-FW-Version: " + firmware, "User-Agent: " + application + "/1.0 (MongooseOS/2.8.0; esp32)"));
	}

	/** The name of the bundle that is given, else the status. */
	private String offer(String firmware) {
		return name(device.get("/update", firmware));
	}

	private static String name(RawResponse answer) {
		return answer.header("Content-Disposition")
			.map(header -> header.replaceAll(".*filename=\"(.*)\"", "$1"))
			.orElse(Integer.toString(answer.status()));
	}

	private static byte[] bundle(String name, String platform, String version) {
		return MongooseBundle.of(name, platform, version, "20240102-030405/gabcdef0", 2_000);
	}

}
