package io.fuota.update;

import io.fuota.device.DeviceId;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.OfferedFile;
import io.fuota.fleet.Quarantine;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.update.UpdateDecision.Reason;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides what a device should do, and what may be done to the files that devices wait
 * for.
 */
@Component
public class Updates {

	/** How many devices a refusal names. */
	private static final int NAMED_DEVICES = 10;

	private final AssignmentBook assignments;

	private final FirmwareCatalogue firmware;

	private final Fleet fleet;

	private final CatalogueDevices strangers;

	private final List<Catalogue> catalogues;

	private final List<FileUse> uses;

	Updates(AssignmentBook assignments, FirmwareCatalogue firmware, Fleet fleet, CatalogueDevices strangers,
			List<Catalogue> catalogues, List<FileUse> uses) {
		this.assignments = assignments;
		this.firmware = firmware;
		this.fleet = fleet;
		this.strangers = strangers;
		this.catalogues = List.copyOf(catalogues);
		this.uses = List.copyOf(uses);
	}

	/**
	 * A device checks in: what it says is noted, its attempt moves, and it is told what
	 * to do. Reads memory alone; only a confirmation or a quarantine waits for the
	 * database.
	 * @param address the client's IP address
	 * @param protocol which way it came: esp32, fmu …
	 */
	public UpdateDecision check(DeviceReport report, String address, String protocol) {
		return check(report, address, protocol, Optional.empty());
	}

	/**
	 * The same for a device that names a product.
	 * @param product what its catalogue has for it, if nothing is assigned to it
	 */
	public UpdateDecision check(DeviceReport report, String address, String protocol,
			Optional<CatalogueEntry> product) {
		DeviceId device = report.device();
		Optional<Assignment> assignment = assignments.find(device);
		if (assignment.isEmpty() && (product.isEmpty() || !strangers.admits(device))) {
			fleet.sawUnknown(device, report.running(), address, protocol);
			return decide(report, assignment, product, Optional.empty());
		}
		DeviceStatus status = fleet.checkedIn(device, report.running(), address, protocol);
		report.platform().ifPresent(platform -> fleet.toldHardware(device, platform.hardware()));
		UpdateDecision decision = decide(report, assignment, product, Optional.of(status));
		if (decision instanceof UpdateDecision.Install(var file)) {
			if (status.quarantine() != null) {
				fleet.releaseForNewBytes(device);
			}
			fleet.offered(device, report.running(), offer(file), address);
		}
		return decision;
	}

	/** What a check would be answered now; has no effect. */
	public UpdateDecision decide(DeviceReport report) {
		DeviceReport said = catalogues.stream()
			.map(catalogue -> catalogue.asTheDeviceSaysIt(report))
			.flatMap(Optional::stream)
			.findFirst()
			.orElse(report);
		return decide(said,
				catalogues.stream().map(catalogue -> catalogue.find(said)).flatMap(Optional::stream).findFirst());
	}

	/** The same for a device that names a product. */
	public UpdateDecision decide(DeviceReport report, Optional<CatalogueEntry> product) {
		return decide(report, assignments.find(report.device()), product, fleet.find(report.device().value()));
	}

	private UpdateDecision decide(DeviceReport report, Optional<Assignment> assignment,
			Optional<CatalogueEntry> product, Optional<DeviceStatus> known) {
		return assignment.map(row -> decide(report, row, known))
			.or(() -> product.map(entry -> decide(report, entry, known)))
			.orElseGet(UpdateDecision.UnknownDevice::new);
	}

	/**
	 * Why an assignment shouldn't be made, as a sentence: the image isn't for that
	 * device, or it needs a version that nobody knows. Empty where nothing speaks against
	 * it.
	 */
	public Optional<String> objection(Assignment assignment) {
		Optional<FirmwareFile> file = firmware.find(assignment.fileName());
		if (assignment.isForAnyVersion() && file.map(this::version).isEmpty()) {
			return Optional.of("The version * (any but the file's own) needs a file whose version is known, and the "
					+ "version of " + assignment.fileName() + " isn't; name the version to update from.");
		}
		return fleet.find(assignment.deviceId())
			.flatMap(device -> file.flatMap(image -> ImageFit.misfit(device, image, version(image), device.version())));
	}

	/** Whether an objection can be overridden; what is unknown can't. */
	public boolean canBeForced(Assignment assignment) {
		return !assignment.isForAnyVersion() || firmware.find(assignment.fileName()).map(this::version).isPresent();
	}

	/**
	 * The version that devices report when they run this file: the one that a device
	 * showed, else the one inside the image; null where neither is known.
	 */
	public @Nullable String version(FirmwareFile file) {
		String learned = fleet.learnedVersion(file.digest().hex());
		return learned != null ? learned : file.image().flatMap(ImageFacts::reported).orElse(null);
	}

	/** What an attempt needs to know of a file. */
	public static OfferedFile offer(FirmwareFile file) {
		OfferedFile.Build build = file.image()
			.map(image -> new OfferedFile.Build(image.hardware().orElse(null), image.project().orElse(null),
					image.reported().orElse(null),
					image.secureVersion().isPresent() ? image.secureVersion().getAsLong() : null))
			.orElse(OfferedFile.Build.UNKNOWN);
		return new OfferedFile(file.name().value(), file.digest().hex(), file.size(), build);
	}

	/**
	 * Deletes a firmware file, unless a device is assigned to it or something needs it.
	 */
	public FileRemoval remove(String fileName) {
		List<String> devices = assignments.devicesAssignedTo(fileName, NAMED_DEVICES + 1);
		if (firmware.find(fileName).isEmpty()) {
			return new FileRemoval.NotFound();
		}
		if (!devices.isEmpty()) {
			return new FileRemoval.StillAssigned(devices.subList(0, Math.min(NAMED_DEVICES, devices.size())),
					devices.size() > NAMED_DEVICES);
		}
		Optional<String> user = uses.stream().flatMap(use -> use.user(fileName).stream()).findFirst();
		if (user.isPresent()) {
			return new FileRemoval.InUse(user.get());
		}
		return firmware.delete(fileName) ? new FileRemoval.Removed() : new FileRemoval.NotFound();
	}

	private UpdateDecision decide(DeviceReport report, CatalogueEntry product, Optional<DeviceStatus> known) {
		if (product.file().isEmpty()) {
			return new UpdateDecision.Stay(Reason.NOTHING_NEWER, product.sentence());
		}
		FirmwareFile file = product.file().get();
		// Where a device says itself what it can install, a catalogue may lead back to an
		// older version, or to another project.
		return told(report, file).or(() -> known.flatMap(device -> quarantined(device, file)))
			.or(() -> report.platform().isPresent() ? Optional.empty()
					: known.flatMap(device -> misfit(device, file, report)))
			.orElseGet(() -> new UpdateDecision.Install(file));
	}

	/**
	 * What the device itself says speaks against the file, whatever an operator wants.
	 */
	private static Optional<UpdateDecision> told(DeviceReport report, FirmwareFile file) {
		Optional<String> misfit = report.platform().flatMap(platform -> ImageFit.misfit(platform, file));
		if (misfit.isPresent()) {
			return Optional.of(new UpdateDecision.Stay(Reason.MISFIT, misfit.get()));
		}
		boolean runsIt = report.running().builtIn()
				&& file.image().flatMap(ImageFacts::reported).filter(report.running()::is).isPresent();
		return runsIt ? Optional.of(new UpdateDecision.Stay(Reason.RUNS_IT,
				"It runs the version and the build of " + file.name() + " already.")) : Optional.empty();
	}

	private UpdateDecision decide(DeviceReport report, Assignment assignment, Optional<DeviceStatus> known) {
		Optional<FirmwareFile> file = firmware.find(assignment.fileName());
		if (!assignment.isForAnyVersion() && !report.running().is(assignment.fromVersion())) {
			return new UpdateDecision.Stay(Reason.OTHER_VERSION, "It runs " + report.running()
					+ ", and its assignment is for devices that run " + assignment.fromVersion() + ".");
		}
		if (file.filter(firmware::isServable).isEmpty()) {
			return new UpdateDecision.FileMissing(assignment.fileName());
		}
		Optional<UpdateDecision> stay = assignment.isForAnyVersion() ? stayOfAny(report, file.get(), known)
				: Optional.empty();
		return stay.or(() -> told(report, file.get()))
			.or(() -> known.flatMap(device -> quarantined(device, file.get())))
			.or(() -> assignments.isForced(assignment) ? Optional.empty()
					: known.flatMap(device -> misfit(device, file.get(), report)))
			.orElseGet(() -> new UpdateDecision.Install(file.get()));
	}

	private Optional<UpdateDecision> stayOfAny(DeviceReport report, FirmwareFile file, Optional<DeviceStatus> known) {
		String learned = fleet.learnedVersion(file.digest().hex());
		String own = file.image().flatMap(ImageFacts::reported).orElse(null);
		if (learned == null && own == null) {
			return Optional.of(new UpdateDecision.Stay(Reason.VERSION_UNKNOWN, "Its assignment is for any version but "
					+ "that of " + file.name() + ", and nobody knows the version of these bytes."));
		}
		if ((learned != null && report.running().is(learned)) || (own != null && report.running().is(own))) {
			return Optional
				.of(new UpdateDecision.Stay(Reason.RUNS_IT, "It runs the version of " + file.name() + " already."));
		}
		UpdateAttempt last = known.map(DeviceStatus::attempt).orElse(null);
		if (last != null && last.isWhole() && last.file().sha256().equals(file.digest().hex())
				&& !report.running().is(last.fromVersion())) {
			return Optional.of(new UpdateDecision.Stay(Reason.HAS_IT,
					"It has downloaded " + file.name() + " and came back with another version than before."));
		}
		return Optional.empty();
	}

	private static Optional<UpdateDecision> quarantined(DeviceStatus device, FirmwareFile file) {
		Quarantine quarantine = device.quarantine();
		if (quarantine == null || !quarantine.sha256().equals(file.digest().hex())) {
			return Optional.empty();
		}
		return Optional.of(new UpdateDecision.Stay(Reason.QUARANTINED,
				"It is in quarantine since " + quarantine.since().truncatedTo(ChronoUnit.SECONDS)
						+ ": it downloaded the whole of " + file.name() + " too often without ever running it."));
	}

	/**
	 * What it runs now is what it says: in mid-transfer another may have checked in by
	 * its id.
	 */
	private Optional<UpdateDecision> misfit(DeviceStatus device, FirmwareFile file, DeviceReport report) {
		return ImageFit.misfit(device, file, version(file), report.running().asSent())
			.map(sentence -> new UpdateDecision.Stay(Reason.MISFIT, sentence));
	}

}
