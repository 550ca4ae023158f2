package io.fuota.protocol.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** How much an address gets that may be forged. */
class AnswerBudgetTests {

	private static final int REQUEST = 44;

	private static final int ANSWER = 1_024;

	private long now = 1;

	private final AnswerBudget budget = new AnswerBudget(
			new CoapSettings("0", DataSize.ofKilobytes(8), DataSize.ofKilobytes(10)), () -> now);

	@Test
	void addressGetsItsBudgetInASecondAndNoMore() {
		CoapPeer peer = peer("192.0.2.1");
		assertThat(allowed(peer, true, 20)).isEqualTo(8);
		now += TimeUnit.MILLISECONDS.toNanos(500);
		assertThat(allowed(peer, true, 20)).isEqualTo(4);
		now += TimeUnit.HOURS.toNanos(5);
		assertThat(allowed(peer, true, 20)).as("nothing is saved up").isEqualTo(8);
	}

	@Test
	void answersNoLongerThanTheirRequestsAreFree() {
		CoapPeer peer = peer("192.0.2.1");
		allowed(peer, true, 20);
		assertThat(budget.allows(peer, REQUEST, REQUEST, false)).isTrue();
		assertThat(budget.allows(peer, REQUEST, REQUEST + 1, false)).as("%s bytes are left of it", 0).isFalse();
	}

	@Test
	void newcomersShareABudgetThatTheOthersDontTouch() {
		CoapPeer known = peer("192.0.2.1");
		assertThat(allowed(known, true, 2)).isEqualTo(2);
		int newcomers = 0;
		for (int i = 0; i < 100; i++) {
			newcomers += allowed(peer("198.51.100." + i), false, 1);
		}
		assertThat(newcomers).as("of 10 in all, less the first one of the known address").isEqualTo(8);
		assertThat(allowed(known, true, 2)).as("one that went on").isEqualTo(2);
		assertThat(allowed(peer("203.0.113.1"), true, 2)).as("a later block is no proof by itself").isZero();
	}

	@Test
	void networkOfIpv6IsOneAddress() {
		assertThat(allowed(peer("2001:db8::1"), true, 4) + allowed(peer("2001:db8::ffff:2"), true, 9)).isEqualTo(8);
		now += TimeUnit.SECONDS.toNanos(1);
		assertThat(allowed(peer("2001:db8:0:1::1"), true, 4)).isEqualTo(4);
	}

	@Test
	void peerThatProvedItsAddressHasNoBudget() throws Exception {
		CoapPeer peer = new CoapPeer(InetAddress.ofLiteral("192.0.2.1"), 5684, true);
		assertThat(allowed(peer, false, 1_000)).isEqualTo(1_000);
	}

	private int allowed(CoapPeer peer, boolean laterBlock, int times) {
		int allowed = 0;
		for (int i = 0; i < times; i++) {
			allowed += budget.allows(peer, REQUEST, ANSWER, laterBlock) ? 1 : 0;
		}
		return allowed;
	}

	private static CoapPeer peer(String address) {
		return new CoapPeer(InetAddress.ofLiteral(address), 5683, false);
	}

}
