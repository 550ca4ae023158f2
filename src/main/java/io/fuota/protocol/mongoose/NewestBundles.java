package io.fuota.protocol.mongoose;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.firmware.image.ImageFormat;
import io.fuota.history.AuditTrail;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The newest bundle of a device's own application, for applications that an operator
 * switched it on for.
 */
@Component
class NewestBundles {

	private final FirmwareCatalogue firmware;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final AuditTrail audit;

	private final Set<String> applications;

	NewestBundles(FirmwareCatalogue firmware, JdbcTemplate jdbc, TransactionTemplate transactions, AuditTrail audit) {
		this.firmware = firmware;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.audit = audit;
		this.applications = new ConcurrentSkipListSet<>(
				jdbc.queryForList("select application from mongoose_newest", String.class));
	}

	/** A bundle and what it says of its version. */
	private record Candidate(FirmwareFile file, MongooseVersion version) {
	}

	/** The applications that it is switched on for, sorted. */
	List<String> applications() {
		return List.copyOf(applications);
	}

	/** Switches it on or off for an application, durably when this returns. */
	synchronized void set(String application, boolean on) {
		transactions.executeWithoutResult(_ -> {
			jdbc.update(on ? "insert or ignore into mongoose_newest (application) values (?)"
					: "delete from mongoose_newest where application = ?", application);
			audit.record("mongoose-newest", application, applications.contains(application) ? "on" : "off",
					on ? "on" : "off", false);
		});
		if (on) {
			applications.add(application);
		}
		else {
			applications.remove(application);
		}
	}

	/**
	 * The newest bundle above what the device runs, of its application and platform; of
	 * two with one version and time the first by name.
	 */
	Optional<FirmwareFile> above(MongooseRequest device, String application) {
		Optional<MongooseVersion> running = MongooseVersion.parse(device.version(), device.buildId());
		if (running.isEmpty() || !applications.contains(application)) {
			return Optional.empty();
		}
		Candidate best = null;
		for (FirmwareFile file : firmware.all()) {
			Candidate candidate = candidate(file, device.platform(), application).orElse(null);
			if (candidate != null && candidate.version().isAbove(best == null ? running.get() : best.version())
					&& firmware.isServable(file)) {
				best = candidate;
			}
		}
		return Optional.ofNullable(best).map(Candidate::file);
	}

	private static Optional<Candidate> candidate(FirmwareFile file, String platform, String application) {
		Optional<ImageFacts> bundle = file.image()
			.filter(image -> image.format() == ImageFormat.MONGOOSE_BUNDLE)
			.filter(image -> image.project().filter(application::equals).isPresent())
			.filter(image -> image.hardware().filter(platform::equalsIgnoreCase).isPresent());
		return bundle.flatMap(image -> MongooseVersion.parse(image.version().orElse(""), image.buildId().orElse("")))
			.map(version -> new Candidate(file, version));
	}

}
