package io.fuota.protocol.exosite;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.OfferedFile;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.protocol.exosite.ExositeDevice.State;
import io.fuota.protocol.exosite.ExositeDevice.Value;
import io.fuota.protocol.exosite.Offer.Content;
import io.fuota.update.Assignment;
import io.fuota.update.AssignmentBook;
import io.fuota.update.DeviceReport;
import io.fuota.update.UpdateDecision;
import io.fuota.update.Updates;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What this server writes to {@code config_otau}, and when a device is given it. A long
 * poll is given what the device hasn't acknowledged, and never again after; a plain read
 * is given the latest value always (docs/protocols/exosite-otau.md §5).
 */
@Component
class Offers {

	/** The resource that manifests are written to. */
	static final String RESOURCE = "config_otau";

	static final String PROTOCOL = "exosite";

	private final Updates updates;

	private final AssignmentBook assignments;

	private final Fleet fleet;

	private final ExositeWriter writer;

	private final Clock clock;

	Offers(Updates updates, AssignmentBook assignments, Fleet fleet, ExositeWriter writer, Clock clock) {
		this.updates = updates;
		this.assignments = assignments;
		this.fleet = fleet;
		this.writer = writer;
		this.clock = clock;
	}

	/**
	 * What a long poll is answered.
	 *
	 * @param body percent-encoded
	 */
	record Given(String body, long atMicros) {
	}

	/**
	 * The manifest that a long poll waits for; empty: there is none yet.
	 * @param sinceMicros what was written before doesn't count
	 */
	Optional<Given> give(ExositeDevice device, long sinceMicros, String address) {
		refresh(device);
		Offer offer = device.state().offer();
		if (offer == null || offer.acknowledged() || offer.atMicros() < sinceMicros || isInQuarantine(device, offer)) {
			return Optional.empty();
		}
		begin(device, offer, address);
		return Optional.of(new Given(new AliasForm(List.of(new AliasForm.Pair(RESOURCE, offer.manifest()))).encoded(),
				offer.atMicros()));
	}

	/** The value that a plain read is answered. */
	Optional<String> read(ExositeDevice device, String address) {
		refresh(device);
		State state = device.state();
		Offer offer = state.offer();
		if (state.config() == null) {
			return Optional.empty();
		}
		if (offer != null && !offer.acknowledged() && offer.manifest().equals(state.config().text())) {
			if (isInQuarantine(device, offer)) {
				return Optional.empty();
			}
			begin(device, offer, address);
		}
		return Optional.of(state.config().text());
	}

	/**
	 * The device writes the resource; the value of this server's last write acknowledges
	 * that. Durable once the writer has it.
	 */
	void written(ExositeDevice device, String value) {
		synchronized (device) {
			Offer offer = device.state().offer();
			State next = device.state().holding(new Value(value, device.nextMicros(clock.instant())));
			device.become(offer != null && offer.manifest().equals(value) ? next.offered(offer.acknowledgedByDevice())
					: next);
		}
	}

	/**
	 * The device says that it runs what it was given: as good as an acknowledgement, so
	 * that one that never acknowledges doesn't install for ever.
	 */
	void installed(ExositeDevice device, String version) {
		synchronized (device) {
			Offer offer = device.state().offer();
			if (offer != null && offer.delivered() && offer.version().equals(version)) {
				device.become(device.state().offered(offer.acknowledgedByDevice()));
			}
		}
	}

	/**
	 * This server writes the resource; the caller writes the device to the database.
	 * @param packageName which package is applied; null: it is an assignment
	 * @param now the same for all devices that are given the same
	 */
	void put(ExositeDevice device, Manifest manifest, String json, OfferedFile file, List<Content> contents,
			@Nullable String packageName, Instant now) {
		synchronized (device) {
			long at = device.nextMicros(now);
			device.become(device.state()
				.holding(new Value(json, at))
				.offered(new Offer(json, manifest.version(), at, packageName == null, false, false, file, contents,
						packageName)));
		}
	}

	/** An operator assigned anew: what was offered before may be offered again. */
	void assignedAnew(ExositeDevice device) {
		synchronized (device) {
			device.become(device.state().assigned(null));
		}
		refresh(device);
	}

	/**
	 * Looks at the device's assignment: makes a package of its file where it hasn't been
	 * offered yet, and takes one back that isn't meant any more and wasn't acknowledged.
	 */
	void refresh(ExositeDevice device) {
		Optional<Assignment> assignment = assignments.find(new DeviceId(device.id()));
		Optional<UpdateDecision> decision = assignment.map(row -> decide(device, row));
		if (decision.isPresent() && decision.get() instanceof UpdateDecision.Install(var file)) {
			install(device, assignment.get(), file);
			return;
		}
		boolean over = decision.isEmpty() || (decision.get() instanceof UpdateDecision.Stay(var reason, var _)
				&& reason != UpdateDecision.Reason.QUARANTINED && reason != UpdateDecision.Reason.MISFIT);
		boolean changed = false;
		synchronized (device) {
			State state = device.state();
			Offer offer = state.offer();
			if (offer != null && offer.assigned() && !offer.acknowledged()) {
				device.become(state.offered(null).holding(null).assigned(null));
				changed = true;
			}
			else if (over && state.assignmentKey() != null) {
				device.become(state.assigned(null));
				changed = true;
			}
		}
		if (changed) {
			writer.writeSoon(device);
		}
	}

	private void install(ExositeDevice device, Assignment assignment, FirmwareFile file) {
		String key = assignment.fromVersion() + "\n" + file.name() + "\n" + file.digest();
		synchronized (device) {
			if (key.equals(device.state().assignmentKey())) {
				return;
			}
			// Not what devices of other protocols report: this one reports what it is
			// told here.
			String version = file.image().flatMap(ImageFacts::version).orElse(file.name().value());
			Manifest manifest = Manifest.ofFile(version, file.name().value(), null);
			put(device, manifest, manifest.json(), offered(file, manifest.version()), List.of(content(file)), null,
					clock.instant());
			device.become(device.state().assigned(key));
		}
		writer.writeSoon(device);
	}

	/** A file that is a package by itself, or a part of one. */
	static Content content(FirmwareFile file) {
		return new Content(file.name().value(), file.digest().hex(), file.size(), 0);
	}

	/** What an attempt with this file alone is about. */
	static OfferedFile offered(FirmwareFile file, String version) {
		OfferedFile known = Updates.offer(file);
		OfferedFile.Build build = known.build();
		return new OfferedFile(known.name(), known.sha256(), known.size(),
				new OfferedFile.Build(build.hardware(), build.project(), version, build.secureVersion()));
	}

	/** A device whose version is unknown counts as running any. */
	private UpdateDecision decide(ExositeDevice device, Assignment assignment) {
		String running = fleet.find(device.id())
			.map(DeviceStatus::version)
			.orElse(assignment.isForAnyVersion() ? "" : assignment.fromVersion());
		return updates.decide(new DeviceReport(new DeviceId(device.id()), ReportedVersion.of(running)));
	}

	/** The device is given the offer now, for the first time or again. */
	private void begin(ExositeDevice device, Offer offer, String address) {
		Optional<UpdateAttempt> attempt = fleet.find(device.id()).map(DeviceStatus::attempt);
		boolean underWay = attempt
			.filter(known -> !known.state().isOver() && known.file().sha256().equals(offer.file().sha256()))
			.isPresent();
		if (underWay && offer.delivered()) {
			return;
		}
		synchronized (device) {
			Offer now = device.state().offer();
			if (now == null || now.atMicros() != offer.atMicros()) {
				return;
			}
			device.become(device.state().offered(now.begun()));
		}
		writer.writeSoon(device);
		String running = fleet.find(device.id()).map(DeviceStatus::version).orElse("");
		fleet.offered(new DeviceId(device.id()), ReportedVersion.of(running), offer.file(), address);
	}

	private boolean isInQuarantine(ExositeDevice device, Offer offer) {
		return fleet.find(device.id())
			.map(DeviceStatus::quarantine)
			.filter(quarantine -> quarantine.sha256().equals(offer.file().sha256()))
			.isPresent();
	}

}
