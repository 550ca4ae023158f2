package io.fuota.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Slows the guessing of passwords, for each network and account (docs/adr/0017). Where
 * right ones were shown before, right ones are always taken, so that nobody behind a
 * device's NAT can lock the device out.
 */
@Component
final class Guesses {

	/** Wrong ones in a row before the rest must wait. */
	static final int BUDGET = 20;

	/** After this time there is one more. */
	static final Duration REFILL = Duration.ofSeconds(15);

	/** How long right credentials are remembered to have been shown from a network. */
	static final Duration TRUSTED = Duration.ofDays(7);

	/** Beyond this many networks the ones unused for longest are forgotten. */
	static final int MAX_NETWORKS = 100_000;

	private record Key(ClientNetwork network, String account) {
	}

	private final Cache<Key, Bucket> budgets;

	private final Cache<Key, Boolean> trusted;

	private final TimeMeter time;

	Guesses() {
		this(System::nanoTime);
	}

	/**
	 * With a clock of its own.
	 * @param nanos a clock that never jumps, unlike the calendar's: a machine whose date
	 * is set back must not refuse anybody for longer
	 */
	Guesses(LongSupplier nanos) {
		this.time = new Monotonic(nanos);
		// After twice the time in which it is whole again, a budget says nothing.
		this.budgets = Caffeine.newBuilder()
			.maximumSize(MAX_NETWORKS)
			.expireAfterAccess(REFILL.multipliedBy(2 * BUDGET))
			.ticker(nanos::getAsLong)
			.build();
		this.trusted = Caffeine.newBuilder()
			.maximumSize(MAX_NETWORKS)
			.expireAfterAccess(TRUSTED)
			.ticker(nanos::getAsLong)
			.build();
	}

	/**
	 * Compares credentials, unless too many from there were wrong.
	 * @param account the user name in them, or an empty text where no account has it
	 * @param comparison finds the account that they belong to
	 */
	Recognition recognize(ClientNetwork network, String account, Supplier<Optional<Account>> comparison) {
		Key key = new Key(network, account);
		if (trusted.getIfPresent(key) != null) {
			return comparison.get()
				.<Recognition>map(Recognition.Recognized::new)
				.orElseGet(() -> budget(key).tryConsume(1) ? new Recognition.Wrong() : new Recognition.Exhausted());
		}
		// Taken before the comparison: a thousand guesses at a time must not all find the
		// last one left.
		Bucket budget = budget(key);
		if (!budget.tryConsume(1)) {
			return new Recognition.Exhausted();
		}
		Optional<Account> found = comparison.get();
		if (found.isEmpty()) {
			return new Recognition.Wrong();
		}
		budget.addTokens(1);
		forgetWhole(key);
		trusted.put(key, true);
		return new Recognition.Recognized(found.get());
	}

	private Bucket budget(Key key) {
		return budgets.get(key,
				_ -> Bucket.builder()
					.addLimit(limit -> limit.capacity(BUDGET).refillGreedy(1, REFILL))
					.withCustomTimePrecision(time)
					.build());
	}

	/** Most networks never send a wrong one: nothing needs to be kept of those. */
	private void forgetWhole(Key key) {
		budgets.asMap().computeIfPresent(key, (_, budget) -> budget.getAvailableTokens() < BUDGET ? budget : null);
	}

	private record Monotonic(LongSupplier nanos) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return nanos.getAsLong();
		}

		@Override
		public boolean isWallClockBased() {
			return false;
		}

	}

}
