package io.fuota.protocol.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.testing.AdminClient;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.SetClock;
import io.fuota.testing.SimulatedNode;
import io.fuota.testing.SuitFetch;
import io.fuota.testing.SuitOperator;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A node that never shows another slot is unknown at the deadline, and never a success
 * (docs/protocols/riot-suit.md, "What is believed"). The clock is the test's.
 */
class NodeAtTheDeadlineIntegrationTests {

	private static final byte[] SLOT_0 = "for slot 0".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] SLOT_1 = "for slot 1".getBytes(StandardCharsets.US_ASCII);

	private static final Duration DEADLINE = Duration.ofHours(24);

	private static final SetClock CLOCK = new SetClock(Instant.EPOCH);

	private static final TestServer SERVER = TestServer.prepare()
		.with("FUOTA_SUIT_ACK_TIMEOUT", "100ms")
		.with("FUOTA_SUIT_SLOT_CHECK", "100ms")
		.with("FUOTA_ATTEMPT_DEADLINE", DEADLINE.toHours() + "h")
		.with(CLOCK);

	private final Fleet fleet = SERVER.part(Fleet.class);

	private final NotifiedNodes nodes = SERVER.part(NotifiedNodes.class);

	@BeforeAll
	static void publish() {
		CLOCK.set(Instant.now());
		SERVER.start();
		new SuitOperator(SERVER).publish("app", Map.of("x-slot0.7.riot.bin", SLOT_0, "x-slot1.7.riot.bin", SLOT_1,
				"x-riot.suitv4_signed.7.bin", new byte[] { 1, 2, 3 }));
	}

	@AfterAll
	static void close() {
		SERVER.close();
	}

	@Test
	void nodeThatKeepsItsSlotIsUnknownAtTheDeadlineAndWhateverItShowsLater() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.42").runsSlot(0)) {
			notify(node, "keeps-its-slot");
			download(node, "x-slot1.7.riot.bin", SLOT_1);
			askedTwice(node);
			endsUnknown("keeps-its-slot", AttemptState.DOWNLOADED);
			node.runsSlot(1);
			await().until(() -> isForgotten("keeps-its-slot"));
			assertThat(attempt("keeps-its-slot").state()).isEqualTo(AttemptState.UNKNOWN);
			assertThat(status("keeps-its-slot").version()).isNotEqualTo("7");
		}
	}

	@Test
	void nodeWithoutSlotsIsUnknownAtTheDeadline() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.43")) {
			notify(node, "without-slots");
			download(node, "x-slot0.7.riot.bin", SLOT_0);
			endsUnknown("without-slots", AttemptState.DOWNLOADED);
			await().until(() -> isForgotten("without-slots"));
		}
	}

	@Test
	void nodeThatFetchesNothingIsUnknownAtTheDeadline() {
		try (SimulatedNode node = new SimulatedNode("127.0.0.44").runsSlot(0)) {
			notify(node, "fetches-nothing");
			node.runsSlot(1);
			endsUnknown("fetches-nothing", AttemptState.OFFERED);
			await().until(() -> isForgotten("fetches-nothing"));
		}
	}

	private static void notify(SimulatedNode node, String device) {
		String text = new SuitOperator(SERVER)
			.inJson("/notifyv4", "publish_id", "app", "urls", node.url(), "devices", device)
			.text();
		assertThat(text).contains("\"notified\":1");
	}

	private static void download(SimulatedNode node, String file, byte[] image) {
		try (SuitFetch download = SuitFetch.ofNewNode(new CoapProbe(node.address(), SERVER.coapPort()), 6)) {
			assertThat(download.fetch("app/" + file)).contains(image);
		}
	}

	/** Each wait is twice as long: two questions show that it is asked again. */
	private static void askedTwice(SimulatedNode node) {
		int asked = node.requests().size();
		await().until(() -> node.requests().size() > asked + 1);
	}

	/** The deadline is counted from the last step that was seen. */
	private void endsUnknown(String device, AttemptState before) {
		CLOCK.advance(DEADLINE.minusSeconds(1));
		fleet.expireAttempts();
		assertThat(attempt(device).state()).isEqualTo(before);
		CLOCK.advance(Duration.ofSeconds(1));
		fleet.expireAttempts();
		assertThat(attempt(device).state()).isEqualTo(AttemptState.UNKNOWN);
		assertThat(attempt(device).outcome()).isEqualTo("nothing was heard of it for 24 h");
		await()
			.untilAsserted(() -> assertThat(SERVER.admin().get("/api/v1/devices/" + AdminClient.encode(device)).text())
				.contains("\"UNKNOWN\"")
				.doesNotContain("CONFIRMED"));
	}

	private boolean isForgotten(String device) {
		return nodes.all().stream().noneMatch(node -> node.device().value().equals(device));
	}

	private UpdateAttempt attempt(String device) {
		return Objects.requireNonNull(status(device).attempt());
	}

	private DeviceStatus status(String device) {
		return fleet.find(device).orElseThrow();
	}

}
