package io.fuota.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Holds back answers to those who guess passwords: a connection then tries one a second,
 * and costs nothing meanwhile, since it waits on a virtual thread (docs/adr/0011).
 */
@Component
final class HeldAnswers {

	/**
	 * Well below the five seconds that an ESP32 waits: one with an old password is to see
	 * its 403.
	 */
	static final Duration HELD = Duration.ofSeconds(1);

	/**
	 * A request that waits keeps its buffers, so beyond this many they are answered at
	 * once.
	 */
	static final int MAX_HELD = 1_000;

	private final Semaphore places = new Semaphore(MAX_HELD);

	private final Duration time;

	HeldAnswers() {
		this(HELD);
	}

	/** With another time. */
	HeldAnswers(Duration time) {
		this.time = time;
	}

	/** Returns after a while, or at once where too many wait. */
	void hold() {
		if (!places.tryAcquire()) {
			return;
		}
		try {
			Thread.sleep(time);
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
		}
		finally {
			places.release();
		}
	}

	/** How many more may wait now. */
	int free() {
		return places.availablePermits();
	}

}
