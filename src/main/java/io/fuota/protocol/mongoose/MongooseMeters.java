package io.fuota.protocol.mongoose;

import io.fuota.download.DownloadMeters;
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
		this.offers = checks(registry, "offer");
		this.stays = checks(registry, "stay");
		this.missing = checks(registry, "missing");
		this.downloads = new DownloadMeters(registry, MongooseOffers.PROTOCOL);
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

	private static Counter checks(MeterRegistry registry, String answer) {
		return Counter.builder("fuota.checks")
			.description("Checks by devices")
			.tag("protocol", MongooseOffers.PROTOCOL)
			.tag("answer", answer)
			.register(registry);
	}

}
