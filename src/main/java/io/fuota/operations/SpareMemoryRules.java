package io.fuota.operations;

import java.time.Duration;

/**
 * When memory is given back. Asked twice a second.
 */
final class SpareMemoryRules {

	/** Processor time between two looks up to which a server counts as quiet. */
	static final Duration QUIET = Duration.ofMillis(75);

	/**
	 * So many quiet looks in a row make a pause. Java keeps what its compiler used for 5
	 * s.
	 */
	static final int PAUSE = 12;

	/** A server that has done no more since the last time has little to give. */
	static final Duration WORK = Duration.ofSeconds(10);

	/** Without a pause, a start's memory is given back after so many looks. */
	static final int PATIENCE = 60;

	/** Bytes by which what is old may grow before it is looked through, at least. */
	static final long GROWTH = 24L << 20;

	private Duration lastLook = Duration.ZERO;

	private Duration lastRelease = Duration.ZERO;

	private int looks;

	private int quietLooks;

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
		quietLooks = used.minus(lastLook).compareTo(QUIET) <= 0 ? quietLooks + 1 : 0;
		lastLook = used;
		looks++;
		boolean pause = quietLooks >= PAUSE;
		if (alive < 0 ? pause || looks >= PATIENCE : pause && used.minus(lastRelease).compareTo(WORK) >= 0) {
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
