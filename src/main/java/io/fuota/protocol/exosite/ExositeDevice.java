package io.fuota.protocol.exosite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device of this protocol: its token, and what its resources hold. Guarded by its own
 * monitor; what {@link #state()} gives is written behind by {@link ExositeWriter}.
 */
final class ExositeDevice {

	/**
	 * What is kept of a device.
	 *
	 * @param enabled whether it may activate
	 * @param cikSha256 null where it has no token
	 * @param activatedAt when it got its token
	 * @param config what {@code config_otau} holds
	 * @param offer what this server wrote there last; null: nothing
	 * @param assignmentKey which assignment was offered last
	 * @param otauIn what the device reported last
	 */
	record State(String id, String product, String sn, boolean enabled, @Nullable String cikSha256, Instant createdAt,
			@Nullable Instant activatedAt, @Nullable Value config, @Nullable Offer offer,
			@Nullable String assignmentKey, @Nullable Value otauIn) {

		static State created(String product, String sn, Instant now) {
			return new State(id(product, sn), product, sn, true, null, now, null, null, null, null, null);
		}

		static String id(String product, String sn) {
			return product + "." + sn;
		}

		State enabling(boolean may) {
			return new State(id, product, sn, may, cikSha256, createdAt, activatedAt, config, offer, assignmentKey,
					otauIn);
		}

		State activated(@Nullable String sha256, @Nullable Instant at) {
			return new State(id, product, sn, false, sha256, createdAt, at, config, offer, assignmentKey, otauIn);
		}

		State holding(@Nullable Value value) {
			return new State(id, product, sn, enabled, cikSha256, createdAt, activatedAt, value, offer, assignmentKey,
					otauIn);
		}

		State offered(@Nullable Offer now) {
			return new State(id, product, sn, enabled, cikSha256, createdAt, activatedAt, config, now, assignmentKey,
					otauIn);
		}

		State assigned(@Nullable String key) {
			return new State(id, product, sn, enabled, cikSha256, createdAt, activatedAt, config, offer, key, otauIn);
		}

		State reported(Value value) {
			return new State(id, product, sn, enabled, cikSha256, createdAt, activatedAt, config, offer, assignmentKey,
					value);
		}

	}

	/**
	 * The value of a resource.
	 *
	 * @param atMicros when it was written, microseconds since 1970
	 */
	record Value(String text, long atMicros) {
	}

	private State state;

	/** When its last long poll ended, microseconds since 1970; 0: none yet. */
	private long lastPollEnd;

	private boolean gone;

	ExositeDevice(State state) {
		this.state = state;
	}

	String id() {
		return state().id();
	}

	synchronized State state() {
		return state;
	}

	synchronized void become(State next) {
		state = next;
	}

	/** Back to what it was, unless something else came of it meanwhile. */
	synchronized void undo(State done, State before) {
		if (state.equals(done)) {
			state = before;
		}
	}

	/** It was deleted: nothing is written of it any more. */
	synchronized void go() {
		gone = true;
	}

	synchronized boolean isGone() {
		return gone;
	}

	/** A time that no value before has, so that each is newer than the one before. */
	synchronized long nextMicros(Instant now) {
		Value before = state.config();
		return Math.max(micros(now), before == null ? 0 : before.atMicros() + 1);
	}

	synchronized void pollEnded(Instant now) {
		lastPollEnd = micros(now);
	}

	synchronized long lastPollEnd() {
		return lastPollEnd;
	}

	static long micros(Instant time) {
		return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
	}

}
