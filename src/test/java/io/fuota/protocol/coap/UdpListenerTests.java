package io.fuota.protocol.coap;

import static io.fuota.testing.CoapProbe.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fuota.address.PortNumber;
import io.fuota.testing.CoapProbe;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/**
 * F19 of docs/protocols/coap-fmu.md §2.5, R8 of docs/protocols/riot-suit.md §4.6, and
 * what becomes of odd datagrams.
 */
class UdpListenerTests {

	private static final PortNumber RANDOM = PortNumber.of("FUOTA_COAP_PORT", "random");

	private static final AnswerBudget BUDGET = new AnswerBudget(
			new CoapSettings("0", DataSize.ofMegabytes(1), DataSize.ofMegabytes(1)));

	@Test
	void f19AndR08_slowAnswerIsPiggybackedAllTheSame() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch ready = new CountDownLatch(1);
		CoapResource slow = resource(() -> {
			asked.countDown();
			try {
				assertThat(ready.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException stopped) {
				Thread.currentThread().interrupt();
			}
			return new CoapAnswer.Content(new TextBody("slow", OptionalInt.empty()));
		});
		try (UdpListener listener = UdpListener.open(RANDOM, new CoapDispatcher(List.of(slow), BUDGET));
				CoapProbe probe = new CoapProbe("127.0.0.1", listener.port())) {
			probe.send(hex("40 01 00 07 b1 61"));
			assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(probe.hasAnswerWithinMillis(1_500)).as("an empty acknowledgement first").isFalse();
			ready.countDown();
			assertThat(probe.receive()).hasValueSatisfying(answer -> assertThat(answer).startsWith(0x60, 0x45, 0, 7));
		}
	}

	@Test
	void resourceThatFailsHarmsNobodyElse() {
		CoapResource broken = resource(() -> {
			throw new IllegalStateException("a flaw");
		});
		try (UdpListener listener = UdpListener.open(RANDOM, new CoapDispatcher(List.of(broken), BUDGET));
				CoapProbe probe = new CoapProbe("127.0.0.1", listener.port())) {
			assertThat(probe.askOrSilence(hex("40 01 00 07 b1 61"))).isEmpty();
			assertThat(probe.ask("40 01 00 08 b1 62")).isEqualTo("60 84 00 08");
		}
	}

	@Test
	void datagramLongerThanAnyRequestIsPassedOver() {
		try (UdpListener listener = UdpListener.open(RANDOM, new CoapDispatcher(List.of(), BUDGET));
				CoapProbe probe = new CoapProbe("127.0.0.1", listener.port())) {
			byte[] datagram = new byte[UdpListener.MAX_REQUEST_BYTES + 1];
			datagram[0] = 0x40;
			assertThat(probe.askOrSilence(datagram)).isEmpty();
			assertThat(probe.askOrSilence(java.util.Arrays.copyOf(datagram, UdpListener.MAX_REQUEST_BYTES)))
				.isPresent();
		}
	}

	@Test
	void portInUseIsToldByTheSettingsName() {
		try (UdpListener first = UdpListener.open(RANDOM, new CoapDispatcher(List.of(), BUDGET))) {
			PortNumber taken = new PortNumber(false, first.port());
			assertThatIllegalArgumentException()
				.isThrownBy(() -> UdpListener.open(taken, new CoapDispatcher(List.of(), BUDGET)).close())
				.withMessageStartingWith("FUOTA_COAP_PORT " + first.port() + " is in use");
		}
	}

	private interface Asked {

		CoapAnswer answer();

	}

	/** Serves {@code /a}. */
	private static CoapResource resource(Asked asked) {
		return new CoapResource() {
			@Override
			public boolean serves(List<String> path) {
				return path.equals(List.of("a"));
			}

			@Override
			public CoapAnswer answer(CoapRequest request) {
				return asked.answer();
			}

			@Override
			public String links() {
				return "</a>";
			}
		};
	}

}
