package io.fuota.protocol.fmu;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts checks and downloads over CoAP (docs/settings.md, Metrics). */
@Component
class FmuMeters {

	private static final String PROTOCOL = "fmu";

	private final Counter offers;

	private final Counter stays;

	private final Counter whole;

	private final Counter bytes;

	FmuMeters(MeterRegistry registry) {
		this.offers = Counter.builder("fuota.checks")
			.tag("protocol", PROTOCOL)
			.tag("answer", "offer")
			.register(registry);
		this.stays = Counter.builder("fuota.checks").tag("protocol", PROTOCOL).tag("answer", "stay").register(registry);
		this.whole = Counter.builder("fuota.downloads")
			.tag("protocol", PROTOCOL)
			.tag("end", "whole")
			.register(registry);
		this.bytes = Counter.builder("fuota.download.bytes")
			.baseUnit("bytes")
			.tag("protocol", PROTOCOL)
			.register(registry);
	}

	void checked(boolean offered) {
		(offered ? offers : stays).increment();
	}

	/** A block was sent; the last one ends a download. */
	void sent(int count, boolean last) {
		bytes.increment(count);
		if (last) {
			whole.increment();
		}
	}

}
