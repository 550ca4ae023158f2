package io.fuota.fleet;

import io.fuota.device.ReportedVersion;
import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a device's attempts move: the only place where they are. Guarded by
 * its own monitor; the owner calls every method within {@code synchronized} and writes
 * behind what {@link #status()} gives.
 */
final class TrackedDevice extends DeviceRecord {

	TrackedDevice(DeviceStatus status, Consumer<DeviceEvent> events) {
		super(status, events);
	}

	/**
	 * The device says which version it runs, which ends or keeps its attempt.
	 * @param maxRounds how many whole downloads without effect lead to quarantine
	 * @return whether what came of it must be durable before the device is answered
	 */
	boolean checkedIn(ReportedVersion running, Sighting sighting, LearnedVersions learned, int maxRounds) {
		runs(running, sighting);
		UpdateAttempt attempt = underWay();
		if (attempt == null) {
			return false;
		}
		Instant now = sighting.at();
		if (running.is(attempt.fromVersion())) {
			return attempt.state() == AttemptState.DOWNLOADED && roundFailed(attempt, now, maxRounds);
		}
		return cameBackOtherwise(attempt, running, now, learned);
	}

	private void runs(ReportedVersion running, Sighting sighting) {
		String before = status().version();
		if (before == null || !running.is(before)) {
			story.tell(sighting.at(), EventKind.SEEN_VERSION, running.asSent(), null,
					before == null ? "seen for the first time" : "before: " + before);
			become(status().running(running.asSent(), sighting.at()));
		}
		seen(sighting);
	}

	/** The device was heard, and didn't say which version it runs. */
	DeviceStatus heard(Sighting sighting) {
		seen(sighting);
		return status();
	}

	/**
	 * The device says that it installed a version, without having been asked and perhaps
	 * without a restart: its word alone confirms nothing.
	 * @param maxRounds how many whole downloads without effect lead to quarantine
	 * @return whether what came of it must be durable before the device is answered
	 */
	boolean reportedInstalled(ReportedVersion running, Sighting sighting, int maxRounds) {
		runs(running, sighting);
		UpdateAttempt attempt = underWay();
		if (attempt == null) {
			return false;
		}
		Instant now = sighting.at();
		String own = attempt.file().build().version();
		boolean whole = attempt.state() == AttemptState.DOWNLOADED;
		if (own != null && running.is(own)) {
			end(attempt, whole ? AttemptState.CONFIRMED : AttemptState.REPORTED, now,
					whole ? EventKind.CONFIRMED : EventKind.REPORTED, "says that it runs " + running.asSent() + (whole
							? " and was sent every byte of it" : ", and wasn't sent every byte of it from here"));
			become((whole ? status().built(attempt.file().build()) : status()).failed(0));
			return whole;
		}
		if (running.is(attempt.fromVersion())) {
			return whole && roundFailed(attempt, now, maxRounds);
		}
		// Of a device whose version wasn't known, this may well be the one it had.
		if (whole || !attempt.fromVersion().isEmpty()) {
			unexpected(attempt, running, now);
		}
		return false;
	}

	private void unexpected(UpdateAttempt attempt, ReportedVersion running, Instant now) {
		end(attempt, AttemptState.UNEXPECTED_VERSION, now, EventKind.UNEXPECTED_VERSION, "came back with "
				+ running.asSent() + (attempt.isWhole() ? "" : ", although it never downloaded the whole file"));
		become(status().failed(0));
	}

	private boolean roundFailed(UpdateAttempt attempt, Instant now, int maxRounds) {
		end(attempt, AttemptState.FAILED, now, EventKind.LOOP,
				"has every byte and came back with the version it had before");
		if (attempt.doubtful()) {
			return false;
		}
		become(status().failed(status().failedRounds() + 1));
		if (status().failedRounds() < maxRounds) {
			return false;
		}
		OfferedFile file = attempt.file();
		become(status().quarantined(new Quarantine(file.name(), file.sha256(), now)));
		story.tell(now, EventKind.QUARANTINED, attempt.fromVersion(), file.name(),
				"downloaded the whole file " + status().failedRounds() + " times without ever running it");
		return true;
	}

	private boolean cameBackOtherwise(UpdateAttempt attempt, ReportedVersion running, Instant now,
			LearnedVersions learned) {
		OfferedFile file = attempt.file();
		String known = learned.of(file.sha256());
		String own = file.build().version();
		boolean expected = (known != null && running.is(known)) || (own != null && running.is(own));
		boolean imageTells = own != null && running.builtIn();
		if (!expected && known == null && !imageTells && attempt.state() == AttemptState.DOWNLOADED
				&& !attempt.doubtful()) {
			learned.learn(file.sha256(), running.asSent(), status().id());
			expected = true;
		}
		if (expected) {
			end(attempt, AttemptState.CONFIRMED, now, EventKind.CONFIRMED, "runs " + running.asSent());
			become(status().built(file.build()).failed(0));
			return true;
		}
		unexpected(attempt, running, now);
		return false;
	}

	/**
	 * The device is told to install a file. The attempt that is under way goes on where
	 * it is about the same; else it is over, and another begins.
	 * @param ids gives each new attempt its number
	 * @return the attempt that gave way to a new one, as it ended; null where none did
	 */
	@Nullable UpdateAttempt offered(OfferedFile file, ReportedVersion running, Instant now, LongSupplier ids) {
		UpdateAttempt last = status().attempt();
		boolean again = last != null && last.file().sha256().equals(file.sha256()) && running.is(last.fromVersion());
		UpdateAttempt attempt = underWay();
		if (attempt != null) {
			if (again) {
				return null;
			}
			end(attempt, AttemptState.SUPERSEDED, now, EventKind.SUPERSEDED, "another update was offered");
		}
		if (!again) {
			become(status().failed(0));
		}
		UpdateAttempt before = status().attempt();
		become(status().trying(UpdateAttempt.offered(ids.getAsLong(), running.asSent(), file, now)));
		story.tell(now, EventKind.OFFERED, running.asSent(), file.name(), null);
		return before;
	}

	/**
	 * Bytes of the file were sent to the device.
	 * @param sha256 of which bytes; those of another attempt are ignored
	 * @param first where they began
	 * @param last how far they went; no byte was sent where this is not above
	 * {@code first}
	 * @return whether the attempt has just become whole
	 */
	boolean sent(String sha256, long first, long last, boolean doubtful, Instant now) {
		UpdateAttempt attempt = underWay();
		if (attempt == null || attempt.state() == AttemptState.DOWNLOADED || !attempt.file().sha256().equals(sha256)) {
			return false;
		}
		if (attempt.state() == AttemptState.OFFERED) {
			attempt = attempt.moved(AttemptState.DOWNLOADING, now);
			story.tell(now, EventKind.DOWNLOAD_STARTED, attempt.fromVersion(), attempt.file().name(), null);
		}
		// Only what joins on counts: bytes behind a gap don't make a file whole.
		attempt = attempt.sent(first <= attempt.bytes() ? last : 0, doubtful, now);
		if (attempt.isWhole()) {
			attempt = attempt.moved(AttemptState.DOWNLOADED, now);
			story.tellOfBytes(now, EventKind.DOWNLOAD_FINISHED, attempt);
		}
		become(status().trying(attempt));
		return attempt.isWhole();
	}

	/**
	 * The connection broke before the end of what the device asked for.
	 * @return whether that concerns its attempt
	 */
	boolean aborted(String sha256, Instant now) {
		UpdateAttempt attempt = underWay();
		if (attempt == null || attempt.state() != AttemptState.DOWNLOADING || !attempt.file().sha256().equals(sha256)) {
			return false;
		}
		story.tellOfBytes(now, EventKind.DOWNLOAD_ABORTED, attempt);
		return true;
	}

	/**
	 * Perhaps it was another device that downloaded.
	 * @return whether an attempt was under way
	 */
	boolean doubt() {
		UpdateAttempt attempt = underWay();
		if (attempt != null) {
			become(status().trying(attempt.sent(0, true, attempt.changedAt())));
		}
		return attempt != null;
	}

	/**
	 * The device says itself that the update failed.
	 * @return whether one was under way
	 */
	boolean reportedFailure(String sentence, Instant now) {
		UpdateAttempt attempt = underWay();
		if (attempt != null) {
			end(attempt, AttemptState.FAILED, now, EventKind.FAILED, sentence);
		}
		return attempt != null;
	}

	/**
	 * An operator assigned something anew, which counts as looking after the device: the
	 * rounds begin at 0, a quarantine ends.
	 * @param fileName null: the assignment was removed
	 * @return whether anything changed
	 */
	boolean assigned(@Nullable String fileName, Instant now) {
		boolean changed = status().quarantine() != null || status().failedRounds() > 0;
		UpdateAttempt attempt = underWay();
		if (attempt != null && !attempt.file().name().equals(fileName)) {
			end(attempt, AttemptState.SUPERSEDED, now, EventKind.SUPERSEDED,
					fileName == null ? "its assignment was removed" : "another file was assigned");
			changed = true;
		}
		release(now, "assigned anew");
		return changed;
	}

	/**
	 * An operator says what the device is.
	 * @return what was known before
	 */
	OfferedFile.Build describe(@Nullable String hardware, @Nullable String project) {
		OfferedFile.Build before = status().build();
		become(status().built(new OfferedFile.Build(hardware, project, before.version(), before.secureVersion())));
		return before;
	}

	/** The device says which hardware it is; whether that is news. */
	boolean toldHardware(String hardware) {
		boolean news = status().build().hardware() == null;
		if (news) {
			describe(hardware, status().build().project());
		}
		return news;
	}

	/** Ends a quarantine and forgets failed rounds; false where there was none. */
	boolean release(Instant now, String why) {
		boolean was = status().quarantine() != null;
		if (was) {
			story.tell(now, EventKind.RELEASED, status().version(), null, why);
		}
		become((was ? status().quarantined(null) : status()).failed(0));
		return was;
	}

	/**
	 * Ends an attempt that nothing was heard of for too long.
	 * @return whether it did
	 */
	boolean expire(Instant now, Duration deadline) {
		UpdateAttempt attempt = underWay();
		if (attempt == null || now.isBefore(attempt.changedAt().plus(deadline))) {
			return false;
		}
		end(attempt, AttemptState.UNKNOWN, now, EventKind.UNKNOWN,
				"nothing was heard of it for " + deadline.toHours() + " h");
		return true;
	}

}
