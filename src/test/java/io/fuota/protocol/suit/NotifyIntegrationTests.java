package io.fuota.protocol.suit;

import static io.fuota.testing.SuitBuilder.array;
import static io.fuota.testing.SuitBuilder.bytes;
import static io.fuota.testing.SuitBuilder.map;
import static io.fuota.testing.SuitBuilder.number;
import static io.fuota.testing.SuitBuilder.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuota.device.DeviceId;
import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedNode;
import io.fuota.testing.SuitBuilder;
import io.fuota.testing.SuitFetch;
import io.fuota.testing.SuitOperator;
import io.fuota.testing.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The vectors R12 to R15 and R18 of {@code docs/protocols/riot-suit.md} §4.6, and what is
 * believed of nodes: RIOT's two-slot update from the first byte to the last.
 */
@SharedTestServer(settings = { "FUOTA_SUIT_ACK_TIMEOUT=100ms", "FUOTA_SUIT_SLOT_CHECK=100ms" })
class NotifyIntegrationTests {

	private static final String ID = "samr21-xpro_app";

	/** UUIDv5 of RIOT's vendor id and the board samr21-xpro (§4.3). */
	private static final String CLASS = "8818989e-a257-5994-ac9a-554b77898083";

	private static final byte[] SLOT_0 = random(5_000, 1);

	private static final byte[] SLOT_1 = random(5_100, 2);

	private final TestServer server;

	private final AdminClient admin;

	private final SuitOperator operator;

	private final Fleet fleet;

	NotifyIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
		this.operator = new SuitOperator(server);
		this.fleet = server.part(Fleet.class);
	}

	@BeforeEach
	void publish() {
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("app-slot0.7.riot.bin", SLOT_0);
		files.put("app-slot1.7.riot.bin", SLOT_1);
		files.put("app-riot.suitv4_signed.7.bin", manifest(7));
		RawResponse answer = operator.publish(ID, files);
		assertThat(answer.status() + answer.text()).isEqualTo("200");
	}

	@Test
	void r12_theTriggerIsAPostOfTheManifestsUrlWithANulBehindIt() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.21")) {
			assertThat(notify("7", node.url()).status()).isEqualTo(200);
			String url = url("app-riot.suitv4_signed.7.bin");
			assertThat(node.triggers()).containsExactly(url + "\0");
			byte[] request = node.requests().getFirst();
			int token = request[0] & 0xf;
			assertThat(request[0] & 0xf0).as("confirmable").isEqualTo(0x40);
			assertThat(request[1]).as("POST").isEqualTo((byte) 2);
			byte[] behind = Arrays.copyOfRange(request, 4 + token, request.length);
			assertThat(HexFormat.ofDelimiter(" ").formatHex(behind))
				.startsWith("b4 73 75 69 74 07 74 72 69 67 67 65 72 ff 63 6f 61 70 3a 2f 2f")
				.isEqualTo("b4 73 75 69 74 07 74 72 69 67 67 65 72 ff "
						+ HexFormat.ofDelimiter(" ").formatHex((url + "\0").getBytes(StandardCharsets.US_ASCII)));
		}
	}

	@Test
	void r12_theVersionIsTheLatestWhereNoneIsNamed() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.22")) {
			RawResponse answer = operator.form("/notifyv4",
					new String[] { "publish_id", ID, "urls", "coap://" + node.url() + "/" });
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.text()).as("as the reference answers").isEmpty();
			assertThat(node.triggers()).containsExactly(url("app-riot.suitv4_signed.latest.bin") + "\0");
		}
	}

	@Test
	void r13_aNodeThatTookTheTriggerIsNotified() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.23")) {
			assertThat(notify("7", node.url()).text()).contains("\"notified\":1", "\"failed\":0",
					"\"outcome\":\"notified\"", "\"device\":\"" + id(node) + "\"", "It answered 2.01.");
			assertThat(state(id(node))).isEqualTo(AttemptState.OFFERED);
			assertThat(status(id(node)).protocol()).isEqualTo("suit");
		}
	}

	@Test
	void r14_theManifestIsTheOneForTheSlotThatDoesntRun() {
		Map<String, byte[]> files = Map.of("app-slot0.riot.suit.8.bin", random(300, 3), "app-slot1.riot.suit.8.bin",
				random(300, 4), "app-slot0.8.riot.bin", SLOT_0, "app-slot1.8.riot.bin", SLOT_1);
		assertThat(operator.publish("v1", files).status()).isEqualTo(200);
		try (SimulatedNode zero = new SimulatedNode("127.0.0.24").runsSlot(0);
				SimulatedNode one = new SimulatedNode("127.0.0.25").runsSlot(1)) {
			RawResponse answer = operator.form("/notify",
					new String[] { "publish_id", "v1", "urls", zero.url() + "," + one.url() });
			assertThat(answer.status() + answer.text()).isEqualTo("200");
			assertThat(zero.triggers()).containsExactly(urlOf("v1/app-slot1.riot.suit.latest.bin") + "\0");
			assertThat(one.triggers()).containsExactly(urlOf("v1/app-slot0.riot.suit.latest.bin") + "\0");
			byte[] query = zero.requests().getFirst();
			assertThat(
					HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOfRange(query, 4 + (query[0] & 0xf), query.length)))
				.isEqualTo("b4 73 75 69 74 04 73 6c 6f 74 08 69 6e 61 63 74 69 76 65");
			assertThat(attempt("suit:v1@127.0.0.24").file().name()).isEqualTo("v1/app-slot1.8.riot.bin");
		}
	}

	@Test
	void r15_aUrlThatIsTooLongIsRefusedBeforeAnythingIsSent() {
		String id = "x".repeat(90);
		operator.publish(id, Map.of("app.suit.1.bin", manifest(1)));
		try (SimulatedNode node = new SimulatedNode("127.0.0.26")) {
			RawResponse answer = operator.form("/notifyv4",
					new String[] { "publish_id", id, "urls", node.url(), "version", "latest" });
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.text()).contains("nodes take at most 126 of one");
			assertThat(node.requests()).isEmpty();
		}
	}

	@Test
	void r18_oneThatIsSilentAndOneThatRefusesStopNoOther() {
		try (SimulatedNode silent = new SimulatedNode("127.0.0.27").isSilent();
				SimulatedNode refusing = new SimulatedNode("127.0.0.28").answersTriggersBy(0x8d);
				SimulatedNode late = new SimulatedNode("127.0.0.29").losesRequests(2);
				SimulatedNode well = new SimulatedNode("127.0.0.30")) {
			String text = notify("7", String.join(",", silent.url(), refusing.url(), late.url(), well.url())).text();
			assertThat(text).contains("\"notified\":2", "\"failed\":2")
				.contains(outcome(silent, "silent"), outcome(refusing, "refused"), outcome(late, "notified"),
						outcome(well, "notified"))
				.contains("It answered 4.13.", "It didn't answer.");
			assertThat(silent.requests()).as("sent again four times").hasSize(5);
			assertThat(late.requests().subList(0, 3)).as("the very same datagram")
				.allSatisfy(request -> assertThat(request).isEqualTo(late.requests().getFirst()));
			assertThat(late.triggers()).hasSize(1);
			assertThat(fleet.find(id(silent))).isEmpty();
			assertThat(metric("silent")).isPositive();
		}
	}

	@Test
	void oldScriptsAreAnsweredByPlain200AndAreToldWhatFailed() {
		try (SimulatedNode refusing = new SimulatedNode("127.0.0.31").answersTriggersBy(0x8d)) {
			RawResponse answer = operator.form("/notifyv4", new String[] { "publish_id", ID, "urls",
					refusing.url() + ",127.0.0.32:9,[fe80::1%nosuch0]", "version", "latest" });
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.text()).contains(refusing.url() + ": It answered 4.13.",
					"127.0.0.32:9: It can't be reached",
					"[fe80::1%nosuch0]: There is no address or network interface fe80::1%nosuch0.");
		}
	}

	@Test
	void nodesOfIpv6AreNotifiedToo() {
		try (SimulatedNode node = new SimulatedNode("::1")) {
			assertThat(notify("7", node.url()).text()).contains("\"device\":\"suit:" + CLASS + "@::1\"", "notified");
			assertThat(node.triggers()).hasSize(1);
		}
	}

	/** At the machine's own, where it has one; what is sent there never leaves it. */
	@Test
	void updateIsConfirmedAtALinkLocalAddressWithAZone() throws SocketException {
		Stream<String> linkLocal = NetworkInterface.networkInterfaces()
			.flatMap(NetworkInterface::inetAddresses)
			.filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
			.map(InetAddress::getHostAddress);
		String address = linkLocal.findFirst().orElse("::1%1");
		try (SimulatedNode node = new SimulatedNode(address).runsSlot(0);
				SuitFetch download = SuitFetch.ofNewNode(new CoapProbe(address, server.coapPort()), 6)) {
			assertThat(node.url()).contains("%");
			String text = operator
				.inJson("/notifyv4", "publish_id", ID, "urls", node.url(), "devices", "zoned", "version", "7")
				.text();
			assertThat(text).contains("\"notified\":1");
			assertThat(node.triggers()).hasSize(1);
			assertThat(download.fetch(ID + "/app-slot1.7.riot.bin")).contains(SLOT_1);
			node.runsSlot(1);
			await().until(() -> state("zoned") == AttemptState.CONFIRMED);
		}
	}

	@Test
	void whatIsMissingOrUnknownIsASentence() {
		assertThat(form("publish_id", ID).text()).startsWith("The field urls is missing.");
		assertThat(form("urls", "127.0.0.1").text()).startsWith("The field publish_id is missing.");
		assertThat(form("urls", "127.0.0.1", "publish_id", "none").status()).isEqualTo(404);
		assertThat(form("urls", "127.0.0.1", "publish_id", ID, "version", "8").status()).isEqualTo(404);
		assertThat(form("urls", "http://a/b c", "publish_id", ID).status()).isEqualTo(400);
		assertThat(form("urls", "127.0.0.1", "publish_id", ID, "devices", "a,b").text())
			.startsWith("There are 1 urls and 2 devices");
		assertThat(form("urls", "127.0.0.1,".repeat(1_001), "publish_id", ID).text())
			.startsWith("At most 1000 nodes are notified in one request.");
		assertThat(operator.form("/notify", new String[] { "publish_id", ID, "urls", "127.0.0.1" }).status())
			.as("no manifest for a slot")
			.isEqualTo(404);
	}

	@Test
	void anUpdateIsConfirmedBySwitchingSlots() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.33").runsSlot(0);
				SuitFetch download = SuitFetch.ofOldNode(new CoapProbe("127.0.0.33", server.coapPort()))) {
			notify("latest", node.url());
			assertThat(state(id(node))).isEqualTo(AttemptState.OFFERED);
			assertThat(attempt(id(node)).file().name()).isEqualTo(ID + "/app-slot1.7.riot.bin");
			assertThat(download.fetch(ID + "/app-riot.suitv4_signed.latest.bin")).contains(manifest(7));
			assertThat(state(id(node))).as("a manifest is no image").isEqualTo(AttemptState.OFFERED);
			assertThat(download.fetch(ID + "/app-slot1.7.riot.bin")).contains(SLOT_1);
			assertThat(state(id(node))).isEqualTo(AttemptState.DOWNLOADED);
			int asked = node.requests().size();
			await().until(() -> node.requests().size() > asked + 1);
			assertThat(state(id(node))).as("the same slot says nothing").isEqualTo(AttemptState.DOWNLOADED);
			node.runsSlot(1);
			await().until(() -> state(id(node)) == AttemptState.CONFIRMED);
			assertThat(status(id(node)).version()).isEqualTo("7");
			await().untilAsserted(() -> assertThat(admin.get("/api/v1/devices/" + AdminClient.encode(id(node))).text())
				.contains("OFFERED", "MANIFEST_FETCHED", "DOWNLOAD_FINISHED", "CONFIRMED"));
		}
	}

	@Test
	void aNodeWithoutSlotsIsAskedAndNotConfirmed() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.34");
				SuitFetch download = SuitFetch.ofNewNode(new CoapProbe("127.0.0.34", server.coapPort()), 4)) {
			notify("7", node.url());
			assertThat(download.fetch(ID + "/app-slot0.7.riot.bin")).contains(SLOT_0);
			assertThat(state(id(node))).isEqualTo(AttemptState.DOWNLOADED);
			int asked = node.requests().size();
			await().until(() -> node.requests().size() > asked);
			assertThat(state(id(node))).isEqualTo(AttemptState.DOWNLOADED);
		}
	}

	@Test
	void aSlotThatChangesWithoutADownloadConfirmsNothing() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.35").runsSlot(0)) {
			notify("7", node.url());
			node.runsSlot(1);
			await().during(Duration.ofMillis(500)).until(() -> state(id(node)) == AttemptState.OFFERED);
		}
	}

	@Test
	void whatWasNotifiedBeforeARestartIsKnownAfterIt() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.37").runsSlot(0)) {
			notify("7", node.url());
			RememberedNodes remembered = server.part(RememberedNodes.class);
			assertThat(remembered.load()).anySatisfy(known -> {
				assertThat(known.device().value()).isEqualTo(id(node));
				assertThat(known.slot()).isEqualTo("0");
				assertThat(known.address()).isEqualTo(node.address());
				assertThat(known.plan().version()).isEqualTo("7");
				assertThat(known.isOffered()).isTrue();
			});
			operator.publish(ID, Map.of("app-riot.suitv4_signed.7.bin", manifest(8)));
			assertThat(remembered.load()).as("its manifest has other bytes now")
				.noneMatch(known -> known.device().value().equals(id(node)));
		}
	}

	@Test
	void operatorsNameTheirNodes() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.36").runsSlot(1);
				SuitFetch download = SuitFetch.ofNewNode(new CoapProbe("127.0.0.36", server.coapPort()), 6)) {
			RawResponse answer = operator.inJson("/notifyv4", "publish_id", ID, "urls", node.url(), "devices",
					"kitchen");
			assertThat(answer.text()).contains("\"device\":\"kitchen\"");
			assertThat(download.fetch(ID + "/app-slot0.7.riot.bin")).contains(SLOT_0);
			node.runsSlot(0);
			await().until(() -> state("kitchen") == AttemptState.CONFIRMED);
			operator.inJson("/notifyv4", "publish_id", ID, "urls", node.url(), "devices", "kitchen");
			assertThat(state("kitchen")).as("what runs already is no update").isEqualTo(AttemptState.CONFIRMED);
		}
	}

	private RawResponse form(String... namesAndValues) {
		return operator.form("/notifyv4", namesAndValues);
	}

	private RawResponse notify(String version, String urls) {
		return operator.inJson("/notifyv4", "publish_id", ID, "urls", urls, "version", version);
	}

	private AttemptState state(String device) {
		return attempt(device).state();
	}

	private UpdateAttempt attempt(String device) {
		return Objects.requireNonNull(status(device).attempt());
	}

	private DeviceStatus status(String device) {
		return fleet.find(new DeviceId(device).value()).orElseThrow();
	}

	private static String id(SimulatedNode node) {
		return "suit:" + CLASS + "@" + node.address();
	}

	private static String outcome(SimulatedNode node, String outcome) {
		return "\"url\":\"" + node.url() + "\",\"device\":\"" + id(node) + "\",\"outcome\":\"" + outcome + "\"";
	}

	private double metric(String outcome) {
		return server.part(MeterRegistry.class).get("fuota.notifications").tag("outcome", outcome).counter().count();
	}

	private String url(String file) {
		return urlOf(ID + "/" + file);
	}

	private String urlOf(String name) {
		return "coap://localhost:" + server.coapPort() + "/" + name;
	}

	/** For samr21-xpro, with an image for each slot. */
	private byte[] manifest(int sequence) {
		return SuitBuilder.signed(SuitBuilder.manifest(1, number(sequence),
				map(number(2), bytes(HexFormat.of().parseHex(CLASS.replace("-", "")))),
				slot(0x1000, "app-slot0.7.riot.bin", SLOT_0), slot(0x2000, "app-slot1.7.riot.bin", SLOT_1)));
	}

	private byte[] slot(int offset, String file, byte[] image) {
		byte[] digest = array(number(2), bytes(Esp32ImageBuilder.digest("SHA-256", image)));
		return array(number(20), map(number(3), bytes(digest), number(5), number(offset), number(14),
				number(image.length), number(21), text(url(file))));
	}

	private static byte[] random(int length, long seed) {
		byte[] bytes = new byte[length];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

}
