package io.fuota.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that shows what a test says, and stands still between. */
public final class SetClock extends Clock {

	private volatile Instant now;

	public SetClock(Instant start) {
		this.now = start;
	}

	/** From now on it shows this time. */
	public void set(Instant time) {
		this.now = time;
	}

	/** It shows so much more than before; from one thread alone. */
	public void advance(Duration step) {
		set(this.now.plus(step));
	}

	@Override
	public Instant instant() {
		return this.now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
