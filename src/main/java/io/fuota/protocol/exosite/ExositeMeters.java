package io.fuota.protocol.exosite;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts downloads (docs/settings.md, Metrics). */
@Component
class ExositeMeters {

	private final Counter whole;

	private final Counter brokenOff;

	private final Counter bytes;

	ExositeMeters(MeterRegistry registry) {
		this.whole = downloads(registry, "whole");
		this.brokenOff = downloads(registry, "broken-off");
		this.bytes = Counter.builder("fuota.download.bytes")
			.baseUnit("bytes")
			.tag("protocol", Offers.PROTOCOL)
			.register(registry);
	}

	void downloaded(boolean allThatWasAskedFor) {
		(allThatWasAskedFor ? whole : brokenOff).increment();
	}

	void sent(int count) {
		bytes.increment(count);
	}

	private static Counter downloads(MeterRegistry registry, String end) {
		return Counter.builder("fuota.downloads").tag("protocol", Offers.PROTOCOL).tag("end", end).register(registry);
	}

}
