package io.fuota.download;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts a protocol's downloads (docs/settings.md, Metrics). */
public final class DownloadMeters {

	private final Counter whole;

	private final Counter brokenOff;

	private final Counter bytes;

	/**
	 * Registers the counters.
	 * @param protocol as the metrics call it
	 */
	public DownloadMeters(MeterRegistry registry, String protocol) {
		this.whole = downloads(registry, protocol, "whole");
		this.brokenOff = downloads(registry, protocol, "broken-off");
		this.bytes = Counter.builder("fuota.download.bytes")
			.description("Bytes of firmware that were sent")
			.baseUnit("bytes")
			.tag("protocol", protocol)
			.register(registry);
	}

	void downloaded(boolean allThatWasAskedFor) {
		(allThatWasAskedFor ? whole : brokenOff).increment();
	}

	void sent(int count) {
		bytes.increment(count);
	}

	private static Counter downloads(MeterRegistry registry, String protocol, String end) {
		return Counter.builder("fuota.downloads")
			.description("Downloads, a range as one")
			.tag("protocol", protocol)
			.tag("end", end)
			.register(registry);
	}

}
