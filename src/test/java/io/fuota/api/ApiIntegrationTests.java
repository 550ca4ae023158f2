package io.fuota.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.history.Timeline;
import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@SharedTestServer
@ExtendWith(OutputCaptureExtension.class)
class ApiIntegrationTests {

	private final TestServer server;

	private final AdminClient admin;

	private final ApiClient api;

	ApiIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
		this.api = new ApiClient(server);
	}

	@BeforeEach
	void upload() {
		admin.upload("a.bin", Esp32Image.of("demo", "1.1", 100_000));
	}

	@Test
	void everyDeviceIsOnExactlyOnePage() {
		for (int i = 0; i < 25; i++) {
			admin.assign("page-%02d".formatted(i), "1.0", "a.bin");
		}
		admin.get("/devices/page-07?app_ver=1.0");
		admin.get("/devices/page-19?app_ver=1.0");
		List<String> ids = new ArrayList<>();
		String after = "";
		do {
			JsonNode page = api.get("/devices?prefix=page-&limit=4&after=" + after);
			page.get("items").forEach(device -> ids.add(device.get("id").asString()));
			after = page.get("next").isNull() ? "" : page.get("next").asString();
		}
		while (!after.isEmpty());
		assertThat(ids).containsExactlyElementsOf(IntStream.range(0, 25).mapToObj("page-%02d"::formatted).toList());
	}

	@Test
	void aPageBehindAnIdKeepsToThePrefix() {
		for (String id : List.of("in", "in-", "in-1", "in-2", "in0", "io")) {
			admin.assign(id, "1.0", "a.bin");
		}
		assertThat(ids("/devices?prefix=in-")).containsExactly("in-", "in-1", "in-2");
		assertThat(ids("/devices?prefix=in-&after=a")).containsExactly("in-", "in-1", "in-2");
		assertThat(ids("/devices?prefix=in-&after=in-")).containsExactly("in-1", "in-2");
		assertThat(ids("/devices?prefix=in-&after=in-1")).containsExactly("in-2");
		assertThat(ids("/devices?prefix=in-&after=in0")).isEmpty();
	}

	private List<String> ids(String path) {
		return api.get(path).get("items").valueStream().map(device -> device.get("id").asString()).toList();
	}

	@ParameterizedTest
	@CsvSource({ "prefix=find-a, find-a", "version=7.1, find-a", "state=OFFERED&prefix=find-, find-b",
			"state=NEVER_SEEN&prefix=find-, find-c", "label=blue, find-c",
			"seenAfter=2020-01-01T00:00:00Z&version=7.1, find-a" })
	void devicesAreFoundByWhatIsKnownOfThem(String query, String found) {
		for (String id : List.of("find-a", "find-b", "find-c")) {
			admin.assign(id, "1.0", "a.bin");
		}
		admin.get("/devices/find-a?app_ver=7.1");
		admin.get("/devices/find-b?app_ver=1.0");
		assertThat(api.send("PUT", "/devices/find-c/labels", "[\"blue\",\"site 1\"]").status()).isEqualTo(200);
		JsonNode page = api.await("/devices?" + query, json -> json.get("items").size() == 1);
		assertThat(page.get("items").valueStream().map(device -> device.get("id").asString())).containsExactly(found);
	}

	@Test
	void labelsOfTwoAdminsDontOverwriteEachOther() {
		admin.assign("labels", "1.0", "a.bin");
		String seen = admin.get("/api/v1/devices/labels").required("ETag");
		assertThat(put("/devices/labels/labels", "[\"one\"]", "If-Match: " + seen).status()).isEqualTo(200);
		RawResponse late = put("/devices/labels/labels", "[\"other\"]", "If-Match: " + seen);
		assertThat(late.status()).isEqualTo(412);
		assertThat(api.get("/devices/labels").at("/device/labels").toString()).isEqualTo("[\"one\"]");
	}

	@Test
	void aDryRunSaysWhatWouldHappenAndDoesNothing() {
		for (String id : List.of("dry-1", "dry-2", "dry-3")) {
			admin.assign(id, "0.1", "a.bin");
		}
		admin.get("/devices/dry-1?app_ver=1.0");
		String wish = "{\"devices\":[\"dry-1\",\"dry-2\",\"dry-3\"],\"fromVersion\":\"1.0\",\"file\":\"a.bin\"}";
		JsonNode plan = ApiClient.json(api.send("POST", "/assignments?dryRun=true", wish));
		assertThat(plan.get("devices").asInt()).isEqualTo(3);
		assertThat(plan.get("changed").asInt()).isEqualTo(3);
		assertThat(plan.get("offered").asInt()).isEqualTo(1);
		assertThat(admin.get("/devices").text()).doesNotContain("\"1.0\"");

		assertThat(api.send("POST", "/assignments", wish).status()).isEqualTo(200);
		assertThat(admin.get("/devices").text()).contains("\"dry-3\",\"1.0\",\"a.bin\"");
	}

	@Test
	void anAssignmentThatWasPlannedBeforeAnotherOneIsRefused() {
		admin.assign("both-1", "0.1", "a.bin");
		String wish = "{\"devices\":[\"both-1\",\"both-2\"],\"fromVersion\":\"1.0\",\"file\":\"a.bin\"}";
		String planned = api.send("POST", "/assignments?dryRun=true", wish).required("ETag");
		admin.assign("other", "0.1", "a.bin");
		String still = api.send("POST", "/assignments?dryRun=true", wish).required("ETag");
		assertThat(still).as("another device's doesn't matter").isEqualTo(planned);

		admin.assign("both-2", "0.2", "a.bin");

		assertThat(post("/assignments", wish, "If-Match: " + planned).status()).isEqualTo(412);
		assertThat(admin.get("/devices").text()).contains("\"both-2\",\"0.2\"").doesNotContain("\"both-1\",\"1.0\"");
		String now = api.send("POST", "/assignments?dryRun=true", wish).required("ETag");
		assertThat(post("/assignments", wish, "If-Match: " + now).status()).isEqualTo(200);
		assertThat(post("/assignments", wish, "If-Match: " + now).status()).as("it changed by itself").isEqualTo(412);
	}

	@Test
	void assignmentsAreMadeByLabel() {
		admin.assign("l-1", "0.1", "a.bin");
		admin.assign("l-2", "0.1", "a.bin");
		assertThat(api.send("POST", "/labels", "{\"label\":\"lot\",\"add\":[\"l-1\",\"l-2\"]}").status())
			.isEqualTo(204);
		assertThat(api.send("POST", "/assignments", "{\"label\":\"lot\",\"fromVersion\":\"*\",\"file\":\"a.bin\"}")
			.status()).isEqualTo(200);
		assertThat(admin.get("/devices").text()).contains("\"l-1\",\"*\",\"a.bin\"")
			.contains("\"l-2\",\"*\",\"a.bin\"");
	}

	@Test
	void aDecisionIsExplainedInOneSentenceAndHasNoEffect() {
		admin.assign("why", "1.0", "a.bin");
		JsonNode decision = api.get("/devices/why/decision?version=3.0");
		assertThat(decision.get("action").asString()).isEqualTo("OTHER_VERSION");
		assertThat(decision.get("sentence").asString()).contains("3.0").contains("1.0").endsWith(".");
		assertThat(api.get("/devices/why/decision?version=1.0").get("action").asString()).isEqualTo("INSTALL");
		assertThat(api.get("/devices/why").at("/device/attempt").isNull()).isTrue();
	}

	@Test
	void aFileIsUploadedShownAndDeleted() {
		byte[] image = Esp32Image.of("demo", "4.2", 50_000);
		RawResponse created = admin.put("/api/v1/files/new.bin", "application/octet-stream", image, "If-None-Match: *");
		assertThat(created.status()).isEqualTo(201);
		assertThat(ApiClient.json(created).at("/image/version").asString()).isEqualTo("4.2");
		assertThat(admin.put("/api/v1/files/new.bin", "application/octet-stream", image, "If-None-Match: *").status())
			.isEqualTo(412);
		assertThat(admin.delete("/api/v1/files/new.bin").status()).isEqualTo(204);
		assertThat(admin.get("/api/v1/files/new.bin").status()).isEqualTo(404);
	}

	@Test
	void aBrokenImageIsRefusedWithTheCheckAndThePlace() {
		byte[] broken = Esp32Image.of("demo", "1.0", 50_000);
		broken[20_000] ^= 1;
		RawResponse refused = admin.put("/api/v1/files/broken.bin", "application/octet-stream", broken);
		assertThat(refused.status()).isEqualTo(422);
		assertThat(ApiClient.json(refused).get("detail").asString()).contains("checksum").contains("at byte");
		assertThat(admin.put("/api/v1/files/broken.bin?force=true", "application/octet-stream", broken).status())
			.isEqualTo(201);
		assertThat(api.get("/files/broken.bin").get("forced").asBoolean()).isTrue();
		assertThat(admin.delete("/files/broken.bin").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "GET|/devices?limit=0|400", "GET|/devices?limit=1001|400", "GET|/devices?nonsense=1|400",
					"GET|/devices?seenAfter=yesterday|400", "GET|/devices/nobody|404", "GET|/nothing|404",
					"POST|/devices/nobody/release|404", "POST|/assignments|400", "DELETE|/counts|405",
					"GET|/devices?limit=1&limit=2|400" })
	void aWrongRequestIsAnsweredWithAProblem(String method, String path, int status) {
		RawResponse answer = api.send(method, path, "");
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.required("Content-Type")).startsWith("application/problem+json");
		assertThat(ApiClient.json(answer).get("detail").asString()).isNotBlank();
		assertThat(ApiClient.json(answer).get("errorId").asString()).isNotBlank();
	}

	@Test
	void whoHasNoPasswordIsAskedForOne() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(server.port())) {
			RawResponse answer = client.send("GET /api/v1/counts HTTP/1.1\r\nHost: x\r\n\r\n").receive();
			assertThat(answer.status()).isEqualTo(401);
			assertThat(answer.required("WWW-Authenticate")).startsWith("Basic ");
		}
	}

	@Test
	void eventsComeLiveAndAfterTheLastOneSeen() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(server.port())) {
			client.send(admin.head("GET", "/api/v1/events", "Last-Event-ID: " + server.part(Timeline.class).lastId())
					+ "\r\n");
			admin.assign("live", "1.0", "a.bin");
			String text = "";
			byte[] buffer = new byte[8192];
			while (!text.contains("\"device\":\"live\"")) {
				int n = client.incoming().read(buffer);
				assertThat(n).isPositive();
				text += new String(buffer, 0, n, StandardCharsets.UTF_8);
			}
			assertThat(text).contains("text/event-stream").contains("event:ASSIGNED");
			// A good-bye would wait for the server's, which comes with the next sign of
			// life.
			client.abort();
		}
	}

	@Test
	void aListenerThatLeavesIsNoErrorInTheLog(CapturedOutput output) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(server.port())) {
			client.send(admin.head("GET", "/api/v1/events") + "\r\n");
			assertThat(client.incoming().read()).isPositive();
		}
		// Noticed when it is to be told something.
		Awaitility.await().untilAsserted(() -> {
			admin.assign("left-" + System.nanoTime(), "1.0", "a.bin");
			assertThat(output).contains("requests api-events answer=200 ");
		});
		assertThat(output).doesNotContain("ERROR").doesNotContain("Exception");
	}

	@Test
	void countsAddUp() {
		admin.assign("count-1", "1.0", "a.bin");
		admin.get("/devices/count-1?app_ver=9.9");
		api.await("/devices?version=9.9", json -> json.get("items").size() > 0);
		JsonNode counts = api.get("/counts");
		assertThat(counts.get("devices").asInt()).isEqualTo(counts.get("seen").asInt()
				+ (int) api.get("/devices?state=NEVER_SEEN&limit=1000").get("items").valueStream().count());
		assertThat(counts.at("/versions/9.9").asInt()).isPositive();
	}

	private RawResponse post(String path, String json, String header) {
		return admin.send("POST", "/api/v1" + path, json.getBytes(StandardCharsets.UTF_8),
				"Accept: application/json\r\nContent-Type: application/json\r\n" + header);
	}

	private RawResponse put(String path, String json, String header) {
		return admin.put("/api/v1" + path, "application/json", json.getBytes(StandardCharsets.UTF_8), header);
	}

}
