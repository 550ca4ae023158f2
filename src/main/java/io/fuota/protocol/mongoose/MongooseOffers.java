package io.fuota.protocol.mongoose;

import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.update.CatalogueEntry;
import io.fuota.update.UpdateDecision;
import io.fuota.update.Updates;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What a device gets: what is assigned to it, else what the first rule for it says, else
 * the newest bundle of its application where that is switched on.
 */
@Component
class MongooseOffers {

	static final String PROTOCOL = "mongoose";

	private final Updates updates;

	private final Fleet fleet;

	private final MongooseRules rules;

	private final MongooseCatalogue catalogue;

	MongooseOffers(Updates updates, Fleet fleet, MongooseRules rules, MongooseCatalogue catalogue) {
		this.updates = updates;
		this.fleet = fleet;
		this.rules = rules;
		this.catalogue = catalogue;
	}

	/**
	 * Who asks.
	 *
	 * @param address the client's IP address
	 * @param anonymous whether it showed no credentials
	 */
	record Client(String address, boolean anonymous) {
	}

	/** A device polls: what it says is noted, and it is told what to do. */
	MongooseOffer poll(MongooseRequest request, Client client) {
		Optional<MongooseRule> rule = rules.first(request.platform(), request.version());
		catalogue.heard(request);
		return offer(rule, decide(request, catalogue.find(request, rule), client));
	}

	/** What a poll would be answered; has no effect. */
	MongooseOffer preview(MongooseRequest request) {
		Optional<MongooseRule> rule = rules.first(request.platform(), request.version());
		return offer(rule, updates.decide(request.report(), catalogue.find(request, rule)));
	}

	private static MongooseOffer offer(Optional<MongooseRule> rule, UpdateDecision decision) {
		boolean byRule = rule.isPresent() && decision instanceof UpdateDecision.Stay(var reason, var _)
				&& reason == UpdateDecision.Reason.NOTHING_NEWER;
		if (byRule && rule.get().isElsewhere()) {
			return new MongooseOffer.Elsewhere(rule.get().target());
		}
		if (byRule && !rule.get().isForNothing()) {
			return new MongooseOffer.Nothing(new UpdateDecision.FileMissing(rule.get().target()));
		}
		return offer(decision);
	}

	/** A device asks for a bundle by its name, and has another version. */
	MongooseOffer fetch(MongooseRequest request, FirmwareFile file, Client client) {
		return offer(decide(request, Optional.of(new CatalogueEntry(Optional.of(file), "")), client));
	}

	/** A device asks for a bundle by its name, and has that version. */
	MongooseOffer seen(MongooseRequest request, FirmwareFile file, Client client) {
		return offer(decide(request,
				Optional
					.of(new CatalogueEntry(Optional.empty(), "It runs the version of " + file.name() + " already.")),
				client));
	}

	private UpdateDecision decide(MongooseRequest request, Optional<CatalogueEntry> entry, Client client) {
		return mayBeNoted(request, client) ? updates.check(request.report(), client.address(), PROTOCOL, entry)
				: updates.decide(request.report(), entry);
	}

	/**
	 * A client that shows no credentials can't speak for a device of another protocol,
	 * which does.
	 */
	private boolean mayBeNoted(MongooseRequest request, Client client) {
		return !client.anonymous() || fleet.find(request.device().value())
			.map(DeviceStatus::protocol)
			.filter(protocol -> !protocol.isEmpty() && !protocol.equals(PROTOCOL))
			.isEmpty();
	}

	private static MongooseOffer offer(UpdateDecision decision) {
		return switch (decision) {
			case UpdateDecision.Install(var file) -> new MongooseOffer.Bundle(file);
			case UpdateDecision.Stay _, UpdateDecision.UnknownDevice _, UpdateDecision.FileMissing _ ->
				new MongooseOffer.Nothing(decision);
		};
	}

}
