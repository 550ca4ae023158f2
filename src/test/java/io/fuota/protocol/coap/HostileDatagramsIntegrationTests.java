package io.fuota.protocol.coap;

import static io.fuota.testing.CoapProbe.hex;
import static io.fuota.testing.FmuMessage.SZX_256;
import static io.fuota.testing.FmuMessage.get;
import static io.fuota.testing.FmuMessage.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.CoapProbe;
import io.fuota.testing.FmuAnswer;
import io.fuota.testing.FmuFile;
import io.fuota.testing.TestServer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Anybody can send anything to a UDP port: the server stays up, quiet and small. */
@ExtendWith(OutputCaptureExtension.class)
class HostileDatagramsIntegrationTests {

	private static final byte[] GOLDEN = get(0x1234, 3, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 256));

	private static final TestServer SERVER = TestServer.prepare()
		.with("FUOTA_COAP_ADDRESS_BUDGET", "4KiB")
		.with("FUOTA_COAP_NEWCOMER_BUDGET", "8KiB");

	@BeforeAll
	static void start() {
		SERVER.start().admin().upload(FmuFile.SAMPLE_NAME, FmuFile.sample());
	}

	@AfterAll
	static void stop() {
		SERVER.close();
	}

	@Test
	void mutatedDatagramsAreAnsweredOrPassedOverWithoutAnError(CapturedOutput output) {
		Random random = new Random(19);
		try (CoapProbe probe = new CoapProbe(SERVER)) {
			for (int round = 0; round < 20_000; round++) {
				byte[] datagram = Arrays.copyOf(GOLDEN, 1 + random.nextInt(GOLDEN.length + 40));
				for (int changes = random.nextInt(6); changes > 0; changes--) {
					datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
				}
				probe.send(datagram);
			}
			probe.send(new byte[0]);
		}
		assertAlive("127.0.0.77");
		assertThat(output).doesNotContain("Exception", " ERROR ");
	}

	@Test
	void forgedAddressIsSentItsBudgetAndNoMore() {
		byte[] later = get(7, 9, 6, payload(FmuFile.PID, 3, "1.0.31", 0));
		int bytes = 0;
		try (CoapProbe victim = new CoapProbe("127.0.0.9", SERVER.coapPort())) {
			for (int i = 0; i < 500; i++) {
				victim.send(later);
			}
			for (var answer = victim.patience(1_000).receive(); answer.isPresent(); answer = victim.receive()) {
				bytes += answer.get().length;
			}
		}
		assertThat(bytes).as("of 500 kB").isBetween(2_000, 20_000);
		assertAlive("127.0.0.78");
	}

	@Test
	void tenThousandAddressesAreServedByTurns() {
		int answered = 0;
		for (int i = 0; i < 10_000; i++) {
			try (CoapProbe peer = new CoapProbe("127.1." + i / 250 + "." + (1 + i % 250), SERVER.coapPort())) {
				peer.send(GOLDEN);
				// A ping is answered always: what came before it is the block.
				peer.send(hex("40 00 00 01"));
				answered += peer.receive().orElseThrow().length > 4 ? 1 : 0;
			}
		}
		assertThat(answered).as("all together have one budget").isBetween(30, 5_000);
		assertAlive("127.0.0.79");
	}

	/** Sooner or later: the budget for newcomers may be spent. */
	private static void assertAlive(String address) {
		byte[] first = get(1, 0, SZX_256, payload(FmuFile.PID, 3, "1.0.31", 0));
		try (CoapProbe probe = new CoapProbe(address, SERVER.coapPort()).patience(300)) {
			for (int attempt = 0; attempt < 100; attempt++) {
				probe.send(first);
				var answer = probe.receive();
				if (answer.isPresent()) {
					assertThat(new FmuAnswer(answer.get()).isContent()).isTrue();
					return;
				}
			}
		}
		throw new AssertionError("no device is served any more");
	}

}
