package io.fuota.protocol.fuota;

import io.fuota.update.UpdateDecision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts checks and downloads over HTTPS (docs/settings.md, Metrics). */
@Component
class FuotaMeters {

	private final Counter offers;

	private final Counter stays;

	private final Counter unknown;

	private final Counter missing;

	private final Counter whole;

	private final Counter brokenOff;

	private final Counter bytes;

	FuotaMeters(MeterRegistry registry) {
		this.offers = checks(registry, "offer");
		this.stays = checks(registry, "stay");
		this.unknown = checks(registry, "unknown");
		this.missing = checks(registry, "missing");
		this.whole = downloads(registry, "whole");
		this.brokenOff = downloads(registry, "broken-off");
		this.bytes = Counter.builder("fuota.download.bytes")
			.description("Bytes of firmware that were sent")
			.baseUnit("bytes")
			.tag("protocol", CheckAnswers.PROTOCOL)
			.register(registry);
	}

	void checked(UpdateDecision decision) {
		(switch (decision) {
			case UpdateDecision.Install _ -> offers;
			case UpdateDecision.Stay _ -> stays;
			case UpdateDecision.UnknownDevice _ -> unknown;
			case UpdateDecision.FileMissing _ -> missing;
		}).increment();
	}

	void downloaded(boolean allThatWasAskedFor) {
		(allThatWasAskedFor ? whole : brokenOff).increment();
	}

	void sent(int count) {
		bytes.increment(count);
	}

	private static Counter checks(MeterRegistry registry, String answer) {
		return Counter.builder("fuota.checks")
			.description("Checks by devices")
			.tag("protocol", CheckAnswers.PROTOCOL)
			.tag("answer", answer)
			.register(registry);
	}

	private static Counter downloads(MeterRegistry registry, String end) {
		return Counter.builder("fuota.downloads")
			.description("Downloads, a range as one")
			.tag("protocol", CheckAnswers.PROTOCOL)
			.tag("end", end)
			.register(registry);
	}

}
