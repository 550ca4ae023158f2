package io.fuota.protocol.fuota;

import io.fuota.metrics.DownloadMeters;
import io.fuota.metrics.ProtocolMeters;
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
		ProtocolMeters meters = new ProtocolMeters(registry, CheckAnswers.PROTOCOL);
		this.offers = meters.checks("offer");
		this.stays = meters.checks("stay");
		this.unknown = meters.checks("unknown");
		this.missing = meters.checks("missing");
		this.downloads = meters.downloads();
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

}
