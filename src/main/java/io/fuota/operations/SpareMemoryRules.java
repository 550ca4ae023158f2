package io.fuota.operations;

import java.time.Duration;

/**
 * When memory is given back. Asked twice a second.
 */
final class SpareMemoryRules {

	/** Processor time between two looks up to which a server counts as quiet. */
	static final Duration QUIET = Duration.ofMillis(75);

	/** A quiet server that has done no more since the last time has little to give. */
	static final Duration WORK = Duration.ofSeconds(10);

	/** Without a quiet moment, a start's memory is given back after so many looks. */
	static final int PATIENCE = 30;

	/** Bytes by which what is old may grow before it is looked through, at least. */
	static final long GROWTH = 24L << 20;

	private Duration lastLook = Duration.ZERO;

	private Duration lastRelease = Duration.ZERO;

	private int looks;

	private long alive = -1;

	/** What is to be done. */
	enum Answer {

		/** Go on. */
		NOTHING,
		/** Collect garbage: the heap has grown by half. */
		COLLECT,
		/** Collect garbage, and give back what isn't on the heap, too. */
		RELEASE

	}

	/**
	 * Decides.
	 * @param used processor time of the process since it began
	 * @param old bytes in the old generation, with garbage; 0 where another collector
	 * works, which knows by itself when to collect
	 */
	Answer look(Duration used, long old) {
		boolean quiet = used.minus(lastLook).compareTo(QUIET) <= 0;
		lastLook = used;
		looks++;
		if (alive < 0 ? quiet || looks >= PATIENCE : quiet && used.minus(lastRelease).compareTo(WORK) >= 0) {
			return Answer.RELEASE;
		}
		return alive >= 0 && old > alive + Math.max(alive / 2, GROWTH) ? Answer.COLLECT : Answer.NOTHING;
	}

	/** All garbage is gone, and so many bytes of the old generation are in use. */
	void collected(long left) {
		alive = left;
	}

	/** Memory was given back; the work of it doesn't count. */
	void released(Duration used) {
		lastRelease = used;
		lastLook = used;
		alive = Math.max(alive, 0);
	}

}
