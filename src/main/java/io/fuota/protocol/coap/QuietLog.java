package io.fuota.protocol.coap;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Tells the log of what anybody on the network can cause as often as they like: the first
 * time at once, then once a minute how often.
 */
final class QuietLog {

	private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Ticker ticker;

	private final LongConsumer line;

	private long count;

	private long lastAt;

	/**
	 * @param line writes the line; it is given how often it happened since the last one
	 */
	QuietLog(Ticker ticker, LongConsumer line) {
		this.ticker = ticker;
		this.line = line;
		this.lastAt = ticker.read() - INTERVAL_NANOS;
	}

	void happened() {
		long now = ticker.read();
		long told;
		synchronized (this) {
			count++;
			if (now - lastAt < INTERVAL_NANOS) {
				return;
			}
			lastAt = now;
			told = count;
			count = 0;
		}
		line.accept(told);
	}

}
