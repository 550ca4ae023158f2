package io.fuota.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.fleet.FleetRows.LearnedRow;
import io.fuota.history.AuditTrail;
import io.fuota.history.DeviceEvent;
import io.fuota.history.HistorySettings;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every device that was seen, by id: what it runs, and how far its update got. What
 * devices do is written behind, within a second; only a confirmation or a quarantine is
 * durable before the device is answered.
 */
@Component
public class Fleet {

	/**
	 * Devices that asked without an assignment; beyond it the ones that asked longest ago
	 * are forgotten.
	 */
	public static final int MAX_UNKNOWN = 10_000;

	/** The longest name of a hardware or project, in UTF-16 code units. */
	private static final int MAX_TEXT = 255;

	private static final int PURGED_AT_ONCE = 1_000;

	private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

	private final Map<String, TrackedDevice> devices = new ConcurrentHashMap<>();

	private final Cache<String, UnknownDevice> unknown = Caffeine.newBuilder().maximumSize(MAX_UNKNOWN).build();

	private final OfferBoard board = new OfferBoard();

	private final LearnedVersions learned;

	private final FleetRows rows;

	private final FleetWriter writer;

	private final FleetSettings settings;

	private final HistorySettings history;

	private final AuditTrail audit;

	private final TransactionTemplate transactions;

	private final Clock clock;

	private final AtomicLong lastAttempt;

	Fleet(FleetRows rows, FleetWriter writer, FleetSettings settings, HistorySettings history, AuditTrail audit,
			TransactionTemplate transactions, Clock clock) {
		this.rows = rows;
		this.writer = writer;
		this.settings = settings;
		this.history = history;
		this.audit = audit;
		this.transactions = transactions;
		this.clock = clock;
		this.lastAttempt = new AtomicLong(rows.lastAttemptId());
		this.learned = new Learned(rows.loadLearned());
		rows.load(status -> devices.put(status.id(), track(status)));
		LOG.info("{} devices were seen before", devices.size());
	}

	/** What is known of a device; empty where it was never seen. */
	public Optional<DeviceStatus> find(String id) {
		TrackedDevice device = devices.get(id);
		if (device == null) {
			return Optional.empty();
		}
		synchronized (device) {
			return Optional.of(device.status());
		}
	}

	/**
	 * A device's latest attempts, newest first; what happened in the last second may be
	 * missing.
	 */
	public List<UpdateAttempt> attemptsOf(String id, int limit) {
		return rows.attemptsOf(id, limit);
	}

	/** Every device; what changes meanwhile may or may not be seen. */
	public Stream<DeviceStatus> all() {
		return devices.values().stream().map(device -> {
			synchronized (device) {
				return device.status();
			}
		});
	}

	/** Devices that asked and have no assignment, the latest first. */
	public List<UnknownDevice> unknown() {
		return unknown.asMap()
			.values()
			.stream()
			.sorted(Comparator.comparing((UnknownDevice device) -> device.lastSeen().at()).reversed())
			.toList();
	}

	/**
	 * The version that devices report when they run these bytes; null where none came
	 * back yet.
	 */
	public @Nullable String learnedVersion(String sha256) {
		return learned.of(sha256);
	}

	/**
	 * A device says which version it runs: its attempt is confirmed, goes on, or has
	 * failed.
	 * @return what is known of it now, durable as far as it is acted on
	 */
	public DeviceStatus checkedIn(DeviceId id, ReportedVersion running, String address, String protocol) {
		unknown.invalidate(id.value());
		TrackedDevice device = devices.computeIfAbsent(id.value(), this::newcomer);
		boolean wait;
		DeviceStatus status;
		synchronized (device) {
			wait = device.checkedIn(running, new Sighting(clock.instant(), address, protocol), learned,
					settings.maxAttempts());
			writer.changed(device);
			status = device.status();
		}
		if (wait) {
			writer.awaitDurable();
		}
		return status;
	}

	/** A device that nobody assigned anything to asks. */
	public void sawUnknown(DeviceId id, ReportedVersion running, String address, String protocol) {
		Sighting sighting = new Sighting(clock.instant(), address, protocol);
		unknown.asMap()
			.compute(id.value(), (_, known) -> new UnknownDevice(id.value(), running.asSent(), sighting,
					known == null ? 1 : known.checks() + 1));
	}

	/** A device is told to install a file. */
	public void offered(DeviceId id, ReportedVersion running, OfferedFile file, String address) {
		change(id.value(), device -> {
			UpdateAttempt before = device.status().attempt();
			device.offered(file, running, clock.instant(), lastAttempt.get() + 1);
			UpdateAttempt now = device.status().attempt();
			if (now != null && (before == null || before.id() != now.id())) {
				lastAttempt.incrementAndGet();
				if (before != null) {
					writer.ended(id.value(), before);
				}
			}
		});
		board.offered(address, file.name(), id.value());
	}

	/**
	 * A download begins that doesn't say whose it is.
	 * @param sha256 of the bytes that are sent
	 */
	public Download download(String address, String fileName, String sha256) {
		OfferBoard.Claim claim = board.claim(address, fileName);
		return claim == null ? Download.NOBODYS : new Progress(claim.device(), claim.doubtful(), sha256);
	}

	/** A download begins, and the device has said which one it is. */
	public Download download(DeviceId device, String sha256) {
		return new Progress(device.value(), false, sha256);
	}

	/** A device says itself that its update failed. */
	public void reportedFailure(DeviceId id, String sentence) {
		change(id.value(), device -> device.reportedFailure(sentence, clock.instant()));
	}

	/** Something for a device's timeline that changes nothing. */
	public void note(DeviceEvent event) {
		writer.event(event);
	}

	/**
	 * An operator gave this device an assignment; the event is the caller's.
	 * @param fileName null where it was taken away
	 * @return whether what changed must be durable before the operator is answered: see
	 * {@link #awaitDurable}
	 */
	public boolean assigned(String id, @Nullable String fileName) {
		boolean[] changed = new boolean[1];
		change(id, device -> changed[0] = device.assigned(fileName, clock.instant()));
		return changed[0];
	}

	/**
	 * Waits until everything that was done before is durable.
	 * @throws IllegalStateException if it can't be written
	 */
	public void awaitDurable() {
		if (!writer.awaitDurable()) {
			throw new IllegalStateException("what was changed can't be written");
		}
	}

	/**
	 * Ends a device's quarantine, durably when this returns; false where it is in none.
	 */
	public boolean release(DeviceId id) {
		boolean[] was = new boolean[1];
		change(id.value(), device -> was[0] = device.release(clock.instant(), "released by an operator"));
		if (was[0]) {
			awaitDurable();
			audit.record("release", id.value(), "in quarantine", null, false);
		}
		return was[0];
	}

	/**
	 * An operator says what a device is, durably when this returns: images for something
	 * else are no longer offered to it. Its next confirmed image may say otherwise.
	 * @param hardware null: unknown
	 * @param project null: unknown
	 * @throws IllegalArgumentException with a sentence, if a text breaks a rule
	 */
	public void describe(DeviceId id, @Nullable String hardware, @Nullable String project) {
		checkText("hardware", hardware);
		checkText("project", project);
		TrackedDevice device = devices.computeIfAbsent(id.value(), this::newcomer);
		OfferedFile.Build before;
		synchronized (device) {
			before = device.describe(hardware, project);
			writer.changed(device);
		}
		awaitDurable();
		audit.record("describe", id.value(), before.hardware() + ", " + before.project(), hardware + ", " + project,
				false);
	}

	/**
	 * Forgets all that is known of a device, durably when this returns: its version,
	 * attempts, labels and timeline. Another device under its id begins anew.
	 * @return whether there was anything to forget
	 */
	public boolean forget(DeviceId id) {
		unknown.invalidate(id.value());
		TrackedDevice device = devices.remove(id.value());
		if (device == null) {
			return false;
		}
		String version;
		synchronized (device) {
			device.forgotten = true;
			version = device.status().version();
		}
		// What is being written of it now is written before it is deleted.
		awaitDurable();
		transactions.executeWithoutResult(_ -> {
			rows.delete(id.value());
			audit.record("forget", id.value(), version, null, false);
		});
		return true;
	}

	private static void checkText(String what, @Nullable String text) {
		if (text != null
				&& (text.isBlank() || text.length() > MAX_TEXT || text.chars().anyMatch(Character::isISOControl))) {
			throw new IllegalArgumentException(
					"The " + what + " has 1 to " + MAX_TEXT + " characters, not all blank and no control characters.");
		}
	}

	/** Other bytes came under the name that a device is in quarantine for. */
	public void releaseForNewBytes(DeviceId id) {
		change(id.value(), device -> device.release(clock.instant(), "the file has other bytes now"));
	}

	/** Ends attempts that nothing was heard of until the deadline. */
	public void expireAttempts() {
		Instant now = clock.instant();
		devices.values().forEach(device -> {
			synchronized (device) {
				if (device.expire(now, settings.deadline())) {
					writer.changed(device);
				}
			}
		});
	}

	/**
	 * Deletes a step of attempts that ended too long ago.
	 * @return whether there is more to delete
	 */
	public boolean purgeAttempts() {
		return rows.purgeAttempts(clock.instant().minus(history.keep()), PURGED_AT_ONCE) == PURGED_AT_ONCE;
	}

	/** How much waits to be written. */
	public int backlog() {
		return writer.waiting();
	}

	private void change(String id, Consumer<TrackedDevice> action) {
		TrackedDevice device = devices.get(id);
		if (device != null) {
			synchronized (device) {
				action.accept(device);
				writer.changed(device);
			}
		}
	}

	private TrackedDevice newcomer(String id) {
		return track(DeviceStatus.unseen(id));
	}

	private TrackedDevice track(DeviceStatus status) {
		return new TrackedDevice(status, writer::event);
	}

	/** Reports a transfer to its device's attempt. */
	private final class Progress implements Download {

		private final String device;

		private final boolean doubtful;

		private final String sha256;

		Progress(String device, boolean doubtful, String sha256) {
			this.device = device;
			this.doubtful = doubtful;
			this.sha256 = sha256;
		}

		@Override
		public void sent(long first, long end) {
			change(device, tracked -> {
				if (tracked.sent(sha256, first, end, doubtful, clock.instant())) {
					writer.hurry();
				}
			});
		}

		@Override
		public void ended(boolean whole) {
			if (!whole) {
				change(device, tracked -> tracked.aborted(sha256, clock.instant()));
			}
		}

	}

	/** Kept in memory, since there are as many as there were releases. */
	private final class Learned implements LearnedVersions {

		private final Map<String, String> versions;

		Learned(Map<String, String> known) {
			this.versions = new ConcurrentHashMap<>(known);
		}

		@Override
		public @Nullable String of(String sha256) {
			return versions.get(sha256);
		}

		@Override
		public void learn(String sha256, String version, String device) {
			if (versions.putIfAbsent(sha256, version) == null) {
				writer.learned(new LearnedRow(sha256, version, device, clock.instant()));
			}
		}

	}

}
