package io.fuota.metrics;

import io.micrometer.core.instrument.Counter;

/** Counts a protocol's downloads. */
public final class DownloadMeters {

	private final Counter whole;

	private final Counter brokenOff;

	private final Counter bytes;

	DownloadMeters(Counter whole, Counter brokenOff, Counter bytes) {
		this.whole = whole;
		this.brokenOff = brokenOff;
		this.bytes = bytes;
	}

	/** A download ended, or a part of one. */
	public void downloaded(boolean allThatWasAskedFor) {
		(allThatWasAskedFor ? whole : brokenOff).increment();
	}

	/** So many bytes of firmware were sent. */
	public void sent(int count) {
		bytes.increment(count);
	}

	/** A block was sent; the last one ends a download. */
	public void sent(int count, boolean last) {
		sent(count);
		if (last) {
			downloaded(true);
		}
	}

}
