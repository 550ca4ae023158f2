package io.fuota.protocol.fmu;

import io.fuota.metrics.DownloadMeters;
import io.fuota.metrics.ProtocolMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts checks and downloads over CoAP (docs/settings.md, Metrics). */
@Component
class FmuMeters {

	private final Counter offers;

	private final Counter stays;

	private final DownloadMeters downloads;

	FmuMeters(MeterRegistry registry) {
		ProtocolMeters meters = new ProtocolMeters(registry, "fmu");
		this.offers = meters.checks("offer");
		this.stays = meters.checks("stay");
		this.downloads = meters.downloads();
	}

	void checked(boolean offered) {
		(offered ? offers : stays).increment();
	}

	DownloadMeters downloads() {
		return downloads;
	}

}
