package io.fuota.protocol.fmu;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.FmuFiles;
import io.fuota.firmware.Transfers;
import io.fuota.fleet.Fleet;
import io.fuota.protocol.coap.CoapPeer;
import io.fuota.update.CatalogueEntry;
import io.fuota.update.UpdateDecision;
import io.fuota.update.Updates;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Which file a device is to install: the one assigned to it, or where nothing is assigned
 * the highest version above its own in the catalogue.
 */
@Component
class FmuOffers {

	private static final String PROTOCOL = "fmu";

	private final Updates updates;

	private final FmuCatalogue catalogue;

	private final FmuFiles files;

	private final FirmwareCatalogue firmware;

	private final FmuTransfers transfers;

	private final Fleet fleet;

	private final AnswerChanges changes;

	private final Clock clock;

	FmuOffers(Updates updates, FmuCatalogue catalogue, FmuFiles files, FirmwareCatalogue firmware,
			FmuTransfers transfers, Fleet fleet, AnswerChanges changes, Clock clock) {
		this.updates = updates;
		this.catalogue = catalogue;
		this.files = files;
		this.firmware = firmware;
		this.transfers = transfers;
		this.fleet = fleet;
		this.changes = changes;
		this.clock = clock;
	}

	/** The file for a device that checks in now; empty: it stays as it is. */
	Optional<FirmwareFile> now(FmuCheck check, CoapPeer peer) {
		if (transfers.finishedElsewhere(check.device(), peer)) {
			fleet.doubt(check.device());
		}
		return installed(updates.check(check.report(), peer.addressText(), PROTOCOL, catalogue.find(check)));
	}

	/**
	 * The file that a device which is in the midst of a transfer must have begun with,
	 * although nothing is known of its begin; empty where it may have been another one.
	 */
	Optional<FirmwareFile> sinceLong(FmuCheck check) {
		if (changes.anyWithin(Transfers.RESUMABLE)) {
			return Optional.empty();
		}
		List<FirmwareFile> candidates = files.above(check.pid(), check.type(), check.running());
		CatalogueEntry certain = new CatalogueEntry(onlyOneLately(candidates), "It may have begun with another file.");
		return installed(updates.decide(check.report(), Optional.of(certain)));
	}

	/** The same for the second of two steps, where a name's hash is all that is known. */
	Optional<FirmwareFile> sinceLong(long nameHash) {
		return changes.anyWithin(Transfers.RESUMABLE) ? Optional.empty() : byNameHash(nameHash);
	}

	/** The file whose name has this hash, for a device that begins now. */
	Optional<FirmwareFile> byNameHash(long nameHash) {
		return files.byNameHash(nameHash).filter(firmware::isServable);
	}

	/**
	 * The best, unless it came so lately that the device may have been offered another.
	 */
	private Optional<FirmwareFile> onlyOneLately(List<FirmwareFile> candidates) {
		if (candidates.isEmpty()) {
			return Optional.empty();
		}
		FirmwareFile best = candidates.getFirst();
		boolean fresh = isFresh(best);
		boolean otherBefore = candidates.stream()
			.skip(1)
			.anyMatch(other -> !other.uploadedAt().isAfter(best.uploadedAt()));
		return (fresh && otherBefore) || !firmware.isServable(best) ? Optional.empty() : Optional.of(best);
	}

	// A time in the future, after the clock was set back, is no old one.
	private boolean isFresh(FirmwareFile file) {
		Duration age = Duration.between(file.uploadedAt(), clock.instant());
		return age.isNegative() || age.compareTo(Transfers.RESUMABLE) < 0;
	}

	private static Optional<FirmwareFile> installed(UpdateDecision decision) {
		return decision instanceof UpdateDecision.Install(var file) ? Optional.of(file) : Optional.empty();
	}

}
