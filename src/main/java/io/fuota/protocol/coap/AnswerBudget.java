package io.fuota.protocol.coap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Bounds what is sent to an address, which may be forged: somebody else's. Answers that
 * are no longer than their request are free, since they make no attack stronger. There is
 * no challenge, because devices couldn't answer one.
 */
@Component
class AnswerBudget {

	/** Beyond this many addresses those unused for longest are forgotten. */
	static final int MAX_ADDRESSES = 50_000;

	/** For so long an address is remembered after its last longer answer. */
	static final Duration REMEMBERED = Duration.ofHours(1);

	/**
	 * Who gets an IPv6 network has 2^64 addresses in it: they count as one (RFC 6177).
	 */
	private static final int NETWORK_BYTES = 8;

	private final Cache<Network, Purse> purses;

	private final Purse newcomers;

	private final long addressBytes;

	private final Ticker ticker;

	@Autowired
	AnswerBudget(CoapSettings settings) {
		this(settings, Ticker.systemTicker());
	}

	AnswerBudget(CoapSettings settings, Ticker ticker) {
		this.addressBytes = settings.addressBudget().toBytes();
		this.newcomers = new Purse(settings.newcomerBudget().toBytes(), ticker.read());
		this.ticker = ticker;
		this.purses = Caffeine.newBuilder()
			.maximumSize(MAX_ADDRESSES)
			.expireAfterAccess(REMEMBERED)
			.ticker(ticker)
			.build();
	}

	/**
	 * Whether an answer may be sent; counts it if so.
	 * @param laterBlock whether the request shows that an earlier block arrived
	 */
	boolean allows(CoapPeer peer, int requestBytes, int answerBytes, boolean laterBlock) {
		if (peer.verified() || answerBytes <= requestBytes) {
			return true;
		}
		long now = ticker.read();
		Purse purse = purses.get(Network.of(peer.address()), _ -> new Purse(addressBytes, now));
		boolean newcomer = !purse.wentOn;
		boolean allowed = purse.spend(answerBytes, now) && (!newcomer || newcomers.spend(answerBytes, now));
		if (allowed && laterBlock && purse.answered) {
			purse.wentOn = true;
		}
		purse.answered |= allowed;
		return allowed;
	}

	/** An IPv4 address, or the network of an IPv6 address. */
	private record Network(long prefix) {

		static Network of(InetAddress address) {
			byte[] bytes = address.getAddress();
			// No IPv6 address that is in use has a prefix like those (RFC 4291 §2.4).
			long number = address instanceof Inet6Address ? 0 : 0xff00_0000_0000L;
			for (byte part : Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES))) {
				number = number << 8 | Byte.toUnsignedInt(part);
			}
			return new Network(number);
		}

	}

	/** Bytes to spend, which grow by a budget each second up to one budget. */
	private static final class Purse {

		private final long budget;

		private long bytes;

		private long filledAt;

		/** Whether the address was sent a longer answer; set by any thread. */
		private volatile boolean answered;

		/** Whether it then asked for more; set by any thread. */
		private volatile boolean wentOn;

		Purse(long budget, long now) {
			this.budget = budget;
			this.bytes = budget;
			this.filledAt = now;
		}

		synchronized boolean spend(int cost, long now) {
			long nanos = Math.min(now - filledAt, TimeUnit.SECONDS.toNanos(1));
			long earned = budget * Math.max(nanos, 0) / TimeUnit.SECONDS.toNanos(1);
			if (earned > 0) {
				bytes = Math.min(budget, bytes + earned);
				filledAt = now;
			}
			if (bytes < cost) {
				return false;
			}
			bytes -= cost;
			return true;
		}

	}

}
