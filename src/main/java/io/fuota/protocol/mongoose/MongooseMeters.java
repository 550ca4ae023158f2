package io.fuota.protocol.mongoose;

import io.fuota.metrics.DownloadMeters;
import io.fuota.metrics.ProtocolMeters;
import io.fuota.update.UpdateDecision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts checks and downloads of Mongoose OS devices (docs/settings.md, Metrics). */
@Component
class MongooseMeters {

	private final Counter offers;

	private final Counter stays;

	private final Counter missing;

	private final DownloadMeters downloads;

	MongooseMeters(MeterRegistry registry) {
		ProtocolMeters meters = new ProtocolMeters(registry, MongooseOffers.PROTOCOL);
		this.offers = meters.checks("offer");
		this.stays = meters.checks("stay");
		this.missing = meters.checks("missing");
		this.downloads = meters.downloads();
	}

	void checked(MongooseOffer offer) {
		(switch (offer) {
			case MongooseOffer.Bundle _, MongooseOffer.Elsewhere _ -> offers;
			case MongooseOffer.Nothing(var why) when why instanceof UpdateDecision.FileMissing -> missing;
			case MongooseOffer.Nothing _ -> stays;
		}).increment();
	}

	DownloadMeters downloads() {
		return downloads;
	}

}
