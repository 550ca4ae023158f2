package io.fuota.protocol.exosite;

import io.fuota.device.DeviceId;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.OfferedFile;
import io.fuota.history.Actor;
import io.fuota.history.AuditTrail;
import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import io.fuota.history.Timeline;
import io.fuota.protocol.exosite.ExositeDevice.State;
import io.fuota.protocol.exosite.Offer.Content;
import io.fuota.protocol.exosite.PackagePlan.Objection;
import io.fuota.update.Assignment;
import io.fuota.update.Updates;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Applies a package to devices: writes their {@code config_otau}, and wakes them. */
@Component
class PackageApplication {

	private final ExositeDevices devices;

	private final Offers offers;

	private final ParkedPolls polls;

	private final ExositeWriter writer;

	private final FirmwareCatalogue firmware;

	private final Updates updates;

	private final Fleet fleet;

	private final Timeline timeline;

	private final AuditTrail audit;

	private final Clock clock;

	PackageApplication(ExositeDevices devices, Offers offers, ParkedPolls polls, ExositeWriter writer,
			FirmwareCatalogue firmware, Updates updates, Fleet fleet, Timeline timeline, AuditTrail audit,
			Clock clock) {
		this.devices = devices;
		this.offers = offers;
		this.polls = polls;
		this.writer = writer;
		this.firmware = firmware;
		this.updates = updates;
		this.fleet = fleet;
		this.timeline = timeline;
		this.audit = audit;
		this.clock = clock;
	}

	/** What would happen. */
	PackagePlan plan(SoftwarePackage wanted, Collection<String> ids, boolean force) {
		List<FirmwareFile> files = files(wanted);
		String json = wanted.manifest().json();
		int changed = 0;
		int waiting = 0;
		int objections = 0;
		List<Objection> told = new ArrayList<>();
		for (String id : new LinkedHashSet<>(ids)) {
			Optional<ExositeDevice> device = devices.find(id);
			Optional<Objection> objection = device.isEmpty()
					? Optional.of(new Objection(id, "There is no Exosite device " + id + ".", false))
					: objection(id, files).filter(_ -> !force);
			if (objection.isPresent()) {
				objections++;
				if (told.size() < PackagePlan.MAX_TOLD) {
					told.add(objection.get());
				}
			}
			Offer now = device.map(known -> known.state().offer()).orElse(null);
			changed += now == null || !now.manifest().equals(json) ? 1 : 0;
			waiting += polls.isWaiting(id) ? 1 : 0;
		}
		return new PackagePlan(new LinkedHashSet<>(ids).size(), changed, waiting, objections, told);
	}

	/**
	 * Applies it, if nothing speaks against it, to all of them or none; durable when this
	 * returns.
	 * @return what was done; nothing, if it has objections
	 * @throws IllegalArgumentException with a sentence, if a file of it isn't here any
	 * more
	 */
	PackagePlan apply(SoftwarePackage wanted, Collection<String> ids, boolean force) {
		PackagePlan plan = plan(wanted, ids, force);
		if (plan.objections() > 0) {
			return plan;
		}
		List<FirmwareFile> files = files(wanted);
		String json = wanted.manifest().json();
		OfferedFile about = about(wanted, json, files);
		List<Content> contents = files.stream().map(Offers::content).toList();
		List<ExositeDevice> chosen = new LinkedHashSet<>(ids).stream()
			.flatMap(id -> devices.find(id).stream())
			.toList();
		Instant now = clock.instant();
		Map<ExositeDevice, State> before = new LinkedHashMap<>();
		Map<ExositeDevice, State> done = new HashMap<>();
		for (ExositeDevice device : chosen) {
			synchronized (device) {
				before.put(device, device.state());
				offers.put(device, wanted.manifest(), json, about, contents, wanted.name(), now);
				done.put(device, device.state());
			}
		}
		try {
			record(wanted, chosen, about, force);
		}
		catch (IllegalStateException notWritten) {
			done.forEach((device, state) -> device.undo(state, before.getOrDefault(device, state)));
			throw notWritten;
		}
		assigned(chosen, about);
		chosen.forEach(polls::wake);
		return plan;
	}

	/** What was under way with another file is over; durable where it must be. */
	private void assigned(List<ExositeDevice> chosen, OfferedFile about) {
		boolean mustBeDurable = false;
		for (ExositeDevice device : chosen) {
			mustBeDurable |= fleet.assigned(device.id(), about.name());
		}
		if (mustBeDurable) {
			fleet.awaitDurable();
		}
	}

	private void record(SoftwarePackage wanted, List<ExositeDevice> chosen, OfferedFile about, boolean force) {
		Actor actor = Actor.current();
		Instant now = clock.instant();
		List<DeviceEvent> events = chosen.stream()
			.map(device -> DeviceEvent
				.of(device.id(), now, EventKind.ASSIGNED, wanted.manifest().version(), about.name())
				.withNote("the package " + wanted.name() + " was applied"))
			.toList();
		List<DeviceEvent> told = new ArrayList<>();
		writer.write(chosen, () -> ScopedValue.where(Actor.CURRENT, actor).run(() -> {
			String target = chosen.size() == 1 ? chosen.getFirst().id() : chosen.size() + " devices";
			audit.record("apply-package", target, null, wanted.name() + ", version " + wanted.manifest().version(),
					force);
			told.clear();
			told.addAll(timeline.write(events));
		}));
		timeline.tell(told);
	}

	private List<FirmwareFile> files(SoftwarePackage wanted) {
		return wanted.manifest()
			.contentIds()
			.stream()
			.map(id -> firmware.find(id)
				.orElseThrow(() -> new IllegalArgumentException(
						"The package names the file " + id + ", which isn't here any more.")))
			.toList();
	}

	/**
	 * One file is what any attempt is about; several, or none, are told by the package.
	 */
	private static OfferedFile about(SoftwarePackage wanted, String json, List<FirmwareFile> files) {
		String version = wanted.manifest().version();
		if (files.size() == 1) {
			return Offers.offered(files.getFirst(), version);
		}
		String all = files.stream().map(file -> file.digest().hex()).collect(Collectors.joining("\n", json + "\n", ""));
		return new OfferedFile(wanted.name(), Cik.sha256(all), files.stream().mapToLong(FirmwareFile::size).sum(),
				new OfferedFile.Build(null, null, version, null));
	}

	/** An image for something else isn't offered, in a package neither. */
	private Optional<Objection> objection(String device, List<FirmwareFile> files) {
		return files.stream()
			.flatMap(file -> updates.objection(Assignment.of(new DeviceId(device), "any", file.name())).stream())
			.findFirst()
			.map(reason -> new Objection(device, reason, true));
	}

}
