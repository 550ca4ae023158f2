package io.fuota.http;

import java.util.function.LongSupplier;

/** So many lines in a second; the others are counted. */
public final class LineBudget {

	private final int lines;

	private final LongSupplier seconds;

	private long second;

	private int written;

	private long leftOutNow;

	private long leftOutBefore;

	/**
	 * A budget that begins full.
	 * @param lines in a second
	 * @param seconds a clock that counts seconds
	 */
	public LineBudget(int lines, LongSupplier seconds) {
		this.lines = lines;
		this.seconds = seconds;
		this.second = seconds.getAsLong();
	}

	/** Whether a line may be written; counts it. */
	public synchronized boolean mayWrite() {
		long now = seconds.getAsLong();
		if (now != second) {
			second = now;
			written = 0;
			leftOutBefore += leftOutNow;
			leftOutNow = 0;
		}
		if (written == lines) {
			leftOutNow++;
			return false;
		}
		written++;
		return true;
	}

	/** How many lines were left out in seconds that are over; each is told once. */
	public synchronized long leftOut() {
		long told = leftOutBefore;
		leftOutBefore = 0;
		return told;
	}

}
