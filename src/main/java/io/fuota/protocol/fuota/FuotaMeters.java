package io.fuota.protocol.fuota;

import io.fuota.download.DownloadMeters;
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

	private final DownloadMeters downloads;

	FuotaMeters(MeterRegistry registry) {
		this.offers = checks(registry, "offer");
		this.stays = checks(registry, "stay");
		this.unknown = checks(registry, "unknown");
		this.missing = checks(registry, "missing");
		this.downloads = new DownloadMeters(registry, CheckAnswers.PROTOCOL);
	}

	void checked(UpdateDecision decision) {
		(switch (decision) {
			case UpdateDecision.Install _ -> offers;
			case UpdateDecision.Stay _ -> stays;
			case UpdateDecision.UnknownDevice _ -> unknown;
			case UpdateDecision.FileMissing _ -> missing;
		}).increment();
	}

	DownloadMeters downloads() {
		return downloads;
	}

	private static Counter checks(MeterRegistry registry, String answer) {
		return Counter.builder("fuota.checks")
			.description("Checks by devices")
			.tag("protocol", CheckAnswers.PROTOCOL)
			.tag("answer", answer)
			.register(registry);
	}

}
