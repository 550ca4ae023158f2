package io.fuota.protocol.suit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuota.fleet.AttemptState;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.testing.CoapProbe;
import io.fuota.testing.SimulatedNode;
import io.fuota.testing.SuitFetch;
import io.fuota.testing.SuitOperator;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node that switches its slot while the server is away is confirmed nevertheless. */
class NotifiedBeforeRestartIntegrationTests {

	private static final byte[] IMAGE = "an image".getBytes(StandardCharsets.US_ASCII);

	@Test
	void anUpdateIsConfirmedAcrossARestart() {
		try (TestServer server = TestServer.prepare()
			.with("FUOTA_COAP_HOST", "localhost:5683")
			.with("FUOTA_SUIT_SLOT_CHECK", "100ms")
			.with("FUOTA_ATTEMPT_DEADLINE", "1h")
			.start(); SimulatedNode node = new SimulatedNode("127.0.0.41").runsSlot(0)) {
			SuitOperator operator = new SuitOperator(server);
			// Of a generation whose manifests can't be read here: names tell the rest.
			operator.publish("old", Map.of("x-slot1.3.riot.bin", IMAGE, "x-slot0.3.riot.bin", IMAGE,
					"x-riot.suitv4_signed.3.bin", new byte[] { 1, 2, 3 }));
			operator.inJson("/notifyv4", "publish_id", "old", "urls", node.url(), "devices", "garden");
			try (SuitFetch download = SuitFetch.ofOldNode(new CoapProbe(node.address(), server.coapPort()))) {
				assertThat(download.fetch("old/x-slot1.3.riot.bin")).contains(IMAGE);
			}
			assertThat(attempt(server).state()).isEqualTo(AttemptState.DOWNLOADED);
			server.stop();
			node.runsSlot(1);
			server.start();
			await().until(() -> attempt(server).state() == AttemptState.CONFIRMED);
			assertThat(attempt(server).outcome()).isEqualTo("runs 3");
		}
	}

	private static UpdateAttempt attempt(TestServer server) {
		return server.part(Fleet.class)
			.find("garden")
			.flatMap(status -> Optional.ofNullable(status.attempt()))
			.orElseThrow();
	}

}
