package io.fuota.fleet;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.history.DeviceEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

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

	private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

	private final Map<String, TrackedDevice> devices = new ConcurrentHashMap<>();

	private final UnknownDevices unknown = new UnknownDevices();

	private final OfferBoard board = new OfferBoard();

	private final LearnedVersions learned;

	private final FleetWriter writer;

	private final FleetSettings settings;

	private final Clock clock;

	private final AtomicLong lastAttempt;

	Fleet(FleetRows rows, FleetWriter writer, FleetSettings settings, Clock clock) {
		this.writer = writer;
		this.settings = settings;
		this.clock = clock;
		this.lastAttempt = new AtomicLong(rows.lastAttemptId());
		this.learned = new RememberedVersions(rows.loadLearned(), writer, clock);
		rows.load(status -> devices.put(status.id(), new TrackedDevice(status, writer::event)));
		LOG.info("{} devices were seen before", devices.size());
	}

	/** What is known of a device; empty where it was never seen. */
	public Optional<DeviceStatus> find(String id) {
		return Optional.ofNullable(devices.get(id)).map(Fleet::status);
	}

	/** Every device; what changes meanwhile may or may not be seen. */
	public Stream<DeviceStatus> all() {
		return devices.values().stream().map(Fleet::status);
	}

	/** How many devices were seen. */
	public int size() {
		return devices.size();
	}

	/** Devices that asked and nobody knows, the latest first. */
	public List<UnknownDevice> unknown() {
		return unknown.all();
	}

	/** How many devices asked and nobody knows. */
	public long unknownCount() {
		return unknown.count();
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
		Sighting sighting = new Sighting(clock.instant(), address, protocol);
		return heard(id, device -> device.checkedIn(running, sighting, learned, settings.maxAttempts()));
	}

	/** A device was heard, and didn't say which version it runs. */
	public void heard(DeviceId id, String address, String protocol) {
		unknown.forget(id.value());
		Sighting sighting = new Sighting(clock.instant(), address, protocol);
		begin(id.value(), device -> device.heard(sighting));
	}

	/**
	 * A device says that it installed a version. That confirms its attempt where it was
	 * sent every byte; else the attempt ends as reported. Without an attempt under way it
	 * is a sighting.
	 * @return what is known of it now, durable as far as it is acted on
	 */
	public DeviceStatus reportedInstalled(DeviceId id, ReportedVersion running, String address, String protocol) {
		Sighting sighting = new Sighting(clock.instant(), address, protocol);
		return heard(id, device -> device.reportedInstalled(running, sighting, settings.maxAttempts()));
	}

	/**
	 * A device says something.
	 * @param rule says whether what came of it must be durable
	 */
	private DeviceStatus heard(DeviceId id, Predicate<TrackedDevice> rule) {
		unknown.forget(id.value());
		boolean[] wait = new boolean[1];
		DeviceStatus status = begin(id.value(), device -> {
			wait[0] = rule.test(device);
			return device.status();
		});
		if (wait[0]) {
			writer.awaitDurable();
		}
		return status;
	}

	/** A device that nobody assigned anything to asks. */
	public void sawUnknown(DeviceId id, ReportedVersion running, String address, String protocol) {
		unknown.saw(id.value(), running.asSent(), new Sighting(clock.instant(), address, protocol));
	}

	/** A device is told to install a file. */
	public void offered(DeviceId id, ReportedVersion running, OfferedFile file, String address) {
		change(id.value(), device -> {
			UpdateAttempt before = device.offered(file, running, clock.instant(), lastAttempt::incrementAndGet);
			if (before != null) {
				writer.ended(id.value(), before);
			}
			return before != null;
		});
		board.offered(address, file.name(), id.value());
	}

	/**
	 * A download begins that doesn't say whose it is.
	 * @param sha256 of the bytes that are sent
	 */
	public Download download(String address, String fileName, String sha256) {
		OfferBoard.Claim claim = board.claim(address, fileName);
		return claim == null ? Download.NOBODYS : new DownloadProgress(this, claim.device(), claim.doubtful(), sha256);
	}

	/** A download begins, and the device has said which one it is. */
	public Download download(DeviceId device, String sha256) {
		return new DownloadProgress(this, device.value(), false, sha256);
	}

	/** A device says which hardware it is; what is known already counts more. */
	public void toldHardware(DeviceId id, String hardware) {
		DeviceStatus known = find(id.value()).orElse(null);
		if (known != null && known.build().hardware() == null) {
			change(id.value(), device -> device.toldHardware(hardware));
		}
	}

	/**
	 * Perhaps it was another device of the same address that downloaded: its attempt
	 * teaches nothing, and leads to no quarantine.
	 */
	public void doubt(DeviceId id) {
		change(id.value(), TrackedDevice::doubt);
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
		return change(id, device -> device.assigned(fileName, clock.instant()));
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

	/** How much waits to be written. */
	public int backlog() {
		return writer.waiting();
	}

	/** Whether the action says so; false where the device was never seen. */
	boolean change(String id, Predicate<TrackedDevice> action) {
		TrackedDevice device = devices.get(id);
		if (device == null) {
			return false;
		}
		synchronized (device) {
			boolean result = action.test(device);
			writer.changed(device);
			return result;
		}
	}

	/** The same for a device that may never have been seen, which begins with this. */
	<T> T begin(String id, Function<TrackedDevice, T> action) {
		TrackedDevice device = devices.computeIfAbsent(id, this::newcomer);
		synchronized (device) {
			T result = action.apply(device);
			writer.changed(device);
			return result;
		}
	}

	/**
	 * Nothing is known of a device any more, and nothing is written of it.
	 * @return what it was; empty where it was never seen
	 */
	Optional<DeviceStatus> drop(String id) {
		return Optional.ofNullable(devices.remove(id)).map(TrackedDevice::forget);
	}

	/** Nor among those that asked without an assignment; whether it was there. */
	boolean dropUnknown(String id) {
		return unknown.forget(id);
	}

	void sent(String device, String sha256, long first, long end, boolean doubtful) {
		change(device, tracked -> {
			boolean whole = tracked.sent(sha256, first, end, doubtful, clock.instant());
			if (whole) {
				writer.hurry();
			}
			return whole;
		});
	}

	void aborted(String device, String sha256) {
		change(device, tracked -> tracked.aborted(sha256, clock.instant()));
	}

	private static DeviceStatus status(TrackedDevice device) {
		synchronized (device) {
			return device.status();
		}
	}

	private TrackedDevice newcomer(String id) {
		return new TrackedDevice(DeviceStatus.unseen(id), writer::event);
	}

}
