package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.ConsoleClient;
import io.fuota.testing.FormBody;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RiotRelease;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedNode;
import io.fuota.testing.SuitFetch;
import io.fuota.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishing and telling RIOT nodes as a browser without scripts does it. */
@SharedTestServer(settings = { "FUOTA_SUIT_ACK_TIMEOUT=100ms", "FUOTA_SUIT_SLOT_CHECK=100ms" })
class RiotPageIntegrationTests {

	private static final String ID = "samr21-xpro_app";

	private static final String EVIL = "<script>alert(1)<img src=x>\"'";

	private final TestServer server;

	private ConsoleClient console;

	RiotPageIntegrationTests(TestServer server) {
		this.server = server;
		this.console = new ConsoleClient(server);
	}

	@BeforeEach
	void logIn() {
		RiotDesk desk = server.part(RiotDesk.class);
		await().until(() -> desk.runs().stream().allMatch(RiotDesk.Run::over));
		console = ConsoleClient.loggedIn(server);
	}

	@Test
	void anEmptyPageTellsTheNextSteps() {
		assertThat(page("/console/riot")).contains("Nothing published yet")
			.contains("SUIT_COAP_ROOT=coap://localhost:" + server.coapPort())
			.contains("Nothing is published that nodes can be told of.");
	}

	@Test
	void aVersionIsPublishedShownAndRemoved() {
		assertThat(publish(ID, release(7).files())).isEqualTo("/console/riot?publish=" + ID);
		assertThat(page("/console/riot?publish=" + ID))
			.contains("4 files are published under samr21-xpro_app.", "value=\"samr21-xpro_app\"")
			.contains(RiotRelease.CLASS, ID + "/app-slot0.7.riot.bin", "4.9 KiB", "latest</span>")
			.contains("samr21-xpro_app: the latest version", "samr21-xpro_app: version 7")
			.doesNotContain("may not be able");
		publish(ID, release(8).files());
		assertThat(page("/console/riot")).contains("Remove version 7", "Remove version 8");
		post("/console/riot/remove", Map.of("id", ID, "version", "7"));
		assertThat(page("/console/riot")).contains("3 files of version 7 removed from samr21-xpro_app.")
			.doesNotContain("Remove version 7");
		assertThat(server.admin().get("/files").text()).contains("app-slot0.8").doesNotContain(".7.");
		post("/console/riot/remove", Map.of("id", ID, "version", "7"));
		assertThat(page("/console/riot")).contains("Under samr21-xpro_app is no file with 7 in its name.");
	}

	@Test
	void filesThatDevicesAreAssignedToStay() {
		publish(ID, release(7).files());
		server.admin().assign("node", "1", ID + "/app-slot0.7.riot.bin");
		post("/console/riot/remove", Map.of("id", ID, "version", "7"));
		assertThat(page("/console/riot")).contains("Devices are assigned to samr21-xpro_app/app-slot0.7.riot.bin");
	}

	@Test
	void whatNodesMayNotInstallIsWarnedOfAtOnceAndAsLongAsItIsSo() {
		RiotRelease release = release(7);
		publish(ID, Map.of(release.manifestName(), release.manifest()));
		String missing = "and there is no such file yet.";
		assertThat(page("/console/riot")).contains("Warning: samr21-xpro_app/app-riot.suitv4_signed.7.bin", missing);
		assertThat(page("/console/riot")).contains("Nodes may not be able to install version 7:", missing)
			.doesNotContain("Warning: ");
		publish(ID, Map.of(release.imageName(0), release.image(0), release.imageName(1), release.image(1)));
		assertThat(page("/console/riot")).doesNotContain("Nodes may not be able");
	}

	@Test
	void whatNoNodeCouldInstallIsPublishedOnlyByForce() {
		RiotRelease release = release(7);
		Map<String, byte[]> files = release.files();
		files.put(release.imageName(1), release(8).image(1));
		publish(ID, files);
		assertThat(page("/console/riot")).contains("nodes would refuse it. Nothing was published.")
			.contains("Nothing published yet");
		FormBody forced = new FormBody().field("id", ID);
		files.forEach((name, bytes) -> forced.file("files", name, bytes));
		publish(forced.field("force", "true"));
		assertThat(page("/console/riot")).contains("4 files are published", "nodes would refuse it");
	}

	@Test
	void formsThatCantBePublishedAreRefusedWithTheCause() {
		publish("", release(7).files());
		assertThat(page("/console/riot")).contains("The publish id is missing. Nothing was published.");
		publish(new FormBody().field("id", ID).file("files", "", new byte[0]));
		assertThat(page("/console/riot")).contains("No file found in request. Nothing was published.");
		publish(ID, Map.of(EVIL, new byte[] { 1 }));
		assertThat(page("/console/riot")).doesNotContain("<script>alert").contains("Nothing was published.");
		FormBody many = new FormBody().field("id", ID);
		for (int i = 0; i <= 100; i++) {
			many.file("files", i + ".bin", new byte[] { 1 });
		}
		publish(many);
		assertThat(page("/console/riot")).contains("At most 100 files are taken at once.");
		assertThat(server.admin().get("/files").text()).isEmpty();
		assertThat(server.filesUnder("incoming")).isEmpty();
	}

	@Test
	void nodesAreToldAndEachOutcomeIsShownWhileItGoesOnAndAfter() {
		publish(ID, release(7).files());
		try (SimulatedNode silent = new SimulatedNode("127.0.0.51").isSilent();
				SimulatedNode refusing = new SimulatedNode("127.0.0.52").answersTriggersBy(0x8d);
				SimulatedNode late = new SimulatedNode("127.0.0.53").losesRequests(2);
				SimulatedNode well = new SimulatedNode("127.0.0.54")) {
			String told = tell("7", silent.url(), refusing.url(), late.url(), well.url() + " " + EVIL.replace("/", ""));
			assertThat(page(told)).contains("4 nodes are told of version 7 of samr21-xpro_app.");
			await()
				.untilAsserted(() -> assertThat(page(told)).contains(">told</span>", ">waiting</span>", ">goes on<"));
			await().untilAsserted(() -> assertThat(page(told)).contains(">over</span>",
					"1 told, 1 told, answered late, 1 refused, 1 silent", "It answered 4.13.",
					"It didn&#39;t answer."));
			assertThat(page(told)).contains("suit:" + RiotRelease.CLASS + "@127.0.0.53", ">offered</span>")
				.contains("&lt;script&gt;alert(1)&lt;img src=x&gt;&quot;")
				.doesNotContain("<img src=x");
			assertThat(page("/console/riot")).contains("Told since the server was started",
					"1 told, 1 told, answered late, 1 refused, 1 silent");
			assertThat(page("/console/activity")).contains("notify", TestServer.USERNAME);
		}
	}

	@Test
	void whatIsTrueAfterwardsIsShownBesideTheAnswer() {
		RiotRelease release = release(7);
		publish(ID, release.files());
		try (SimulatedNode node = new SimulatedNode("127.0.0.55").runsSlot(0);
				SuitFetch download = SuitFetch.ofNewNode(new CoapProbe("127.0.0.55", server.coapPort()), 6)) {
			String told = tell("latest", node.url() + " kitchen");
			await().untilAsserted(() -> assertThat(page(told)).contains(">kitchen</a>", ">offered</span>"));
			assertThat(download.fetch(ID + "/" + release.imageName(1))).contains(release.image(1));
			assertThat(page(told)).contains(">downloaded</span>");
			node.runsSlot(1);
			await().untilAsserted(() -> assertThat(page(told)).contains(">confirmed</span>"));
		}
	}

	@Test
	void nodesAreToldOfTheManifestForTheSlotThatTheyDontRun() {
		RiotRelease release = release(8);
		publish("old",
				Map.of("app-slot0.riot.suit.8.bin", release.manifest(), "app-slot1.riot.suit.8.bin",
						release(9).manifest(), "app-slot0.8.riot.bin", release.image(0), "app-slot1.8.riot.bin",
						release.image(1)));
		assertThat(page("/console/riot")).contains("old: the newest for the slot that a node doesn&#39;t run")
			.doesNotContain("old: version 8");
		try (SimulatedNode node = new SimulatedNode("127.0.0.56").runsSlot(0)) {
			String told = post("/console/riot/tell", Map.of("wish", "old/", "nodes", node.url())).required("Location");
			await().untilAsserted(() -> assertThat(page(told)).contains(">told</span>"));
			assertThat(node.triggers())
				.containsExactly("coap://localhost:" + server.coapPort() + "/old/app-slot1.riot.suit.latest.bin\0");
		}
	}

	@Test
	void whatNobodyCanBeToldIsSaidOnTheFormAndNothingIsSent() {
		publish(ID, release(7).files());
		try (SimulatedNode node = new SimulatedNode("127.0.0.57")) {
			assertThat(refused("8", node.url())).contains("is no manifest of the version 8", node.url());
			assertThat(refused("7", "")).contains("Name at least one node.");
			assertThat(refused("7", node.url() + "\nhttp://a/<b>")).contains("“http://a/&lt;b&gt;” is no address");
			assertThat(refused("7", node.url() + " a/b")).contains("A device id has no control characters, no slash");
			assertThat(refused("7", "127.0.0.1\n".repeat(1_001)))
				.contains("At most 1000 nodes are notified in one request.");
			RawResponse nothing = post("/console/riot/tell", Map.of("wish", "none/7", "nodes", node.url()));
			assertThat(nothing.status()).isEqualTo(404);
			assertThat(nothing.text()).contains("Nothing was published under none.");
			assertThat(node.requests()).isEmpty();
		}
		assertThat(console.get("/console/riot/told?run=99999").status()).isEqualTo(404);
		assertThat(console.get("/console/riot/told?run=x").text()).contains("isn&#39;t remembered any more");
	}

	@Test
	void fourWishesGoOnAtATimeAndTwentyThatAreOverAreRemembered() {
		publish(ID, release(7).files());
		List<String> told = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			told.add(tell("7", "127.0.0.58:9"));
			await().untilAsserted(() -> assertThat(page(told.getLast())).contains(">unreachable</span>", ">over<"));
		}
		assertThat(console.get(told.getFirst()).status()).isEqualTo(404);
		assertThat(console.get(told.get(1)).status()).isEqualTo(200);
		try (SimulatedNode silent = new SimulatedNode("127.0.0.59").isSilent()) {
			for (int i = 0; i < 4; i++) {
				tell("7", silent.url());
			}
			RawResponse fifth = post("/console/riot/tell", Map.of("wish", ID + "/7", "nodes", silent.url()));
			assertThat(fifth.status()).isEqualTo(503);
			assertThat(fifth.text()).contains("Wait until one is over.", silent.url());
		}
	}

	@Test
	void formsFromElsewhereAreRefused() {
		publish(ID, release(7).files());
		for (String form : List.of("remove", "tell", "publish")) {
			RawResponse answer = console.post("/console/riot/" + form,
					Map.of("id", ID, "version", "7", "wish", ID + "/7", "nodes", "127.0.0.1", "_csrf", "x"));
			assertThat(answer.status()).as(form).isEqualTo(403);
		}
		assertThat(server.admin().get("/files").text()).contains(".7.");
	}

	private RiotRelease release(int version) {
		return new RiotRelease("coap://localhost:" + server.coapPort() + "/" + ID, version);
	}

	private String page(String target) {
		RawResponse page = console.get(target);
		assertThat(page.status()).as("%s: %s", target, page).isEqualTo(200);
		return page.text();
	}

	/** Where the answer leads to. */
	private String publish(String id, Map<String, byte[]> files) {
		FormBody form = new FormBody().field("id", id);
		files.forEach((name, bytes) -> form.file("files", name.replace("\"", "%22"), bytes));
		return publish(form);
	}

	private String publish(FormBody form) {
		console.get("/console/riot");
		return console
			.send("POST", "/console/riot/publish?_csrf=" + AdminClient.encode(console.token()), FormBody.contentType(),
					form.toBytes())
			.required("Location");
	}

	private RawResponse post(String target, Map<String, String> fields) {
		console.get("/console/riot");
		return console.post(target, fields);
	}

	/** Where the answer leads to. */
	private String tell(String version, String... nodes) {
		return post("/console/riot/tell", Map.of("wish", ID + "/" + version, "nodes", String.join("\n", nodes)))
			.required("Location");
	}

	private String refused(String version, String nodes) {
		RawResponse answer = post("/console/riot/tell", Map.of("wish", ID + "/" + version, "nodes", nodes));
		assertThat(answer.status()).isIn(400, 404);
		return answer.text();
	}

}
