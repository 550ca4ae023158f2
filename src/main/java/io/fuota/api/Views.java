package io.fuota.api;

import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.BrokenImage;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.UnknownDevice;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.history.AuditEntry;
import io.fuota.history.DeviceEvent;
import io.fuota.update.Assignment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the JSON looks like: docs/api.md, {@code openapi.json}. */
final class Views {

	private Views() {
	}

	/** A page of a longer list; {@code next} is null at its end. */
	record Page<T>(List<T> items, @Nullable String next) {
	}

	/** An assignment: from this version to this file. */
	record AssignmentView(String fromVersion, String file, boolean forced) {

		static @Nullable AssignmentView of(Optional<Assignment> assignment, boolean forced) {
			return assignment.map(row -> new AssignmentView(row.fromVersion(), row.fileName(), forced)).orElse(null);
		}

	}

	/** An update attempt. */
	record AttemptView(long id, String state, String fromVersion, String file, String sha256, long size, long bytes,
			boolean doubtful, Instant offeredAt, Instant changedAt, @Nullable String outcome) {

		static AttemptView of(UpdateAttempt attempt) {
			return new AttemptView(attempt.id(), attempt.state().name(), attempt.fromVersion(), attempt.file().name(),
					attempt.file().sha256(), attempt.file().size(), attempt.bytes(), attempt.doubtful(),
					attempt.offeredAt(), attempt.changedAt(), attempt.outcome());
		}

	}

	/** A quarantine. */
	record QuarantineView(String file, String sha256, Instant since) {
	}

	/** A device in a list. */
	record DeviceView(String id, @Nullable String version, @Nullable Instant versionSince, @Nullable Instant lastSeen,
			@Nullable String address, @Nullable String protocol, @Nullable String hardware, @Nullable String project,
			@Nullable AssignmentView assignment, @Nullable AttemptView attempt, int failedRounds,
			@Nullable QuarantineView quarantine, List<String> labels) {

		static DeviceView of(String id, Optional<DeviceStatus> status, @Nullable AssignmentView assignment,
				List<String> labels) {
			if (status.isEmpty()) {
				return new DeviceView(id, null, null, null, null, null, null, null, assignment, null, 0, null, labels);
			}
			DeviceStatus seen = status.get();
			UpdateAttempt attempt = seen.attempt();
			QuarantineView quarantine = Optional.ofNullable(seen.quarantine())
				.map(q -> new QuarantineView(q.fileName(), q.sha256(), q.since()))
				.orElse(null);
			boolean heard = !seen.lastSeen().equals(Instant.EPOCH);
			return new DeviceView(id, seen.version(), seen.version() == null ? null : seen.versionSince(),
					heard ? seen.lastSeen() : null, heard ? seen.address() : null, heard ? seen.protocol() : null,
					seen.build().hardware(), seen.build().project(), assignment,
					attempt == null ? null : AttemptView.of(attempt), seen.failedRounds(), quarantine, labels);
		}

	}

	/** A device, and what happened to it; newest first. */
	record DeviceDetails(DeviceView device, List<AttemptView> attempts, List<EventView> events) {
	}

	/** What a check would be answered. */
	record DecisionView(String device, @Nullable String version, String action, @Nullable String file,
			String sentence) {
	}

	/** A device that asked and has no assignment. */
	record UnknownDeviceView(String id, String version, Instant lastSeen, String address, String protocol,
			long checks) {

		static UnknownDeviceView of(UnknownDevice device) {
			return new UnknownDeviceView(device.id(), device.version(), device.lastSeen().at(),
					device.lastSeen().address(), device.lastSeen().protocol(), device.checks());
		}

	}

	/** What was found in a file. */
	record ImageView(String format, @Nullable String hardware, @Nullable String project, @Nullable String version,
			@Nullable String buildId, @Nullable Long secureVersion, boolean signed, Map<String, String> details) {

		static ImageView of(ImageFacts image) {
			return new ImageView(image.format().name(), image.hardware().orElse(null), image.project().orElse(null),
					image.version().orElse(null), image.buildId().orElse(null),
					image.secureVersion().isPresent() ? image.secureVersion().getAsLong() : null, image.isSigned(),
					image.details());
		}

	}

	/** A firmware file. */
	record FileView(String name, long size, String sha256, String sha1, String md5, Instant uploadedAt, boolean forced,
			@Nullable String reportedVersion, @Nullable ImageView image, @Nullable String flaw, String contentType,
			@Nullable String description) {

		static FileView of(FirmwareFile file, @Nullable String reportedVersion, String contentType,
				@Nullable String description) {
			return new FileView(file.name().value(), file.size(), file.digest().hex(), file.sha1(), file.md5(),
					file.uploadedAt(), file.isForced(), reportedVersion, file.image().map(ImageView::of).orElse(null),
					file.flaw().map(BrokenImage::message).orElse(null), contentType, description);
		}

	}

	/** Something that happened to a device. */
	record EventView(long id, String device, Instant at, String kind, @Nullable String version, @Nullable String file,
			@Nullable Long bytes, @Nullable String note) {

		static EventView of(DeviceEvent event) {
			return new EventView(event.id(), event.device(), event.at(), event.kind().name(), event.version(),
					event.file(), event.bytes(), event.note());
		}

	}

	/** Something that an operator did. */
	record AuditView(long id, Instant at, String account, String address, String action, String target,
			@Nullable String before, @Nullable String after, boolean forced) {

		static AuditView of(AuditEntry entry) {
			return new AuditView(entry.id(), entry.at(), entry.actor().account(), entry.actor().address(),
					entry.action(), entry.target(), entry.before(), entry.after(), entry.forced());
		}

	}

	/** For a dashboard. */
	record CountsView(long devices, long assigned, long seen, long unknown, long quarantined,
			Map<String, Long> versions, Map<String, Long> states, Map<String, Long> failuresByFile) {
	}

}
