package io.fuota.protocol.suit;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Download;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.OfferedFile;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Nodes that were notified, and what is seen of their updates
 * (docs/protocols/riot-suit.md, "What is believed"). A node tells nothing by itself: what
 * it fetches shows how far it is, and another slot that it is done.
 */
@Component
class NotifiedNodes {

	private static final String PROTOCOL = "suit";

	private final Map<DeviceId, NotifiedNode> byDevice = new ConcurrentHashMap<>();

	private final Map<String, Map<DeviceId, NotifiedNode>> byAddress = new ConcurrentHashMap<>();

	private final Fleet fleet;

	private final RememberedNodes remembered;

	private final Clock clock;

	NotifiedNodes(Fleet fleet, RememberedNodes remembered, Clock clock) {
		this.remembered = remembered;
		this.fleet = fleet;
		this.clock = clock;
	}

	/**
	 * A node is about to be notified.
	 * @return what it was notified of before, if its end isn't known
	 */
	Optional<NotifiedNode> expect(NotifiedNode node) {
		NotifiedNode before = byDevice.put(node.device(), node);
		if (before != null) {
			removeAddress(before);
		}
		byAddress.computeIfAbsent(node.address(), _ -> new ConcurrentHashMap<>()).put(node.device(), node);
		return Optional.ofNullable(before);
	}

	/**
	 * A node took the trigger: it is asked for its slot also after a restart of the
	 * server.
	 */
	void told(NotifiedNode node) {
		remembered.put(node);
	}

	/** After a start: nodes that took a trigger before. */
	void restore() {
		remembered.load().forEach(node -> {
			if (byDevice.putIfAbsent(node.device(), node) == null) {
				byAddress.computeIfAbsent(node.address(), _ -> new ConcurrentHashMap<>()).put(node.device(), node);
			}
		});
	}

	/** Nothing more is to be seen of it. */
	void forget(NotifiedNode node) {
		if (byDevice.remove(node.device(), node)) {
			removeAddress(node);
			remembered.remove(node.device());
		}
	}

	private void removeAddress(NotifiedNode node) {
		byAddress.computeIfPresent(node.address(), (_, there) -> {
			there.remove(node.device(), node);
			return there.isEmpty() ? null : there;
		});
	}

	/** Every node whose end isn't known. */
	Collection<NotifiedNode> all() {
		return List.copyOf(byDevice.values());
	}

	/** A node wouldn't be notified. */
	void refused(NotifiedNode node, String sentence) {
		forget(node);
		if (fleet.find(node.device().value()).isPresent()) {
			tell(node, EventKind.REPORT, node.plan().manifest(), sentence);
		}
	}

	/** Whether it was confirmed to run what it is told of. */
	boolean runsIt(NotifiedNode node) {
		return !node.plan().version().isEmpty() && node.plan().version().equals(running(node));
	}

	/** Its update begins: it is told to fetch an image. */
	void offer(NotifiedNode node, FirmwareFile image) {
		UpdateAttempt attempt = attempt(node);
		ReportedVersion running = ReportedVersion.of(running(node));
		// A node with all bytes that didn't change its slot yet hasn't failed: it may not
		// have started anew.
		if (attempt == null || attempt.state() != AttemptState.DOWNLOADED) {
			fleet.checkedIn(node.device(), running, node.address(), PROTOCOL);
		}
		fleet.offered(node.device(), running, offered(node.plan(), image), node.address());
		node.offered();
	}

	private static OfferedFile offered(SuitPlan plan, FirmwareFile image) {
		String version = plan.version().isEmpty() ? null : plan.version();
		String hardware = plan.classId().isEmpty() ? null : plan.classId();
		return new OfferedFile(image.name().value(), image.digest().hex(), image.size(),
				new OfferedFile.Build(hardware, null, version, null));
	}

	/**
	 * What it runs: the version last confirmed, else its slot, as far as that is known.
	 */
	private String running(NotifiedNode node) {
		String known = fleet.find(node.device().value()).map(DeviceStatus::version).orElse(null);
		String slot = node.slot();
		return known != null ? known : slot == null ? "unknown" : "slot " + slot;
	}

	/** A client at this address begins to fetch a file. */
	Download fetches(String address, FirmwareFile file) {
		for (NotifiedNode node : at(address)) {
			if (node.plan().hasImage(file)) {
				node.plan()
					.slotOf(file)
					.filter(_ -> node.slot() == null)
					.map(NotifiedNode::other)
					.ifPresent(node::runs);
				UpdateAttempt attempt = attempt(node);
				boolean known = attempt != null && !attempt.state().isOver()
						&& attempt.file().sha256().equals(file.digest().hex());
				if (!known) {
					offer(node, file);
				}
			}
		}
		return fleet.download(address, file.name().value(), file.digest().hex());
	}

	/** A client at this address was sent a file's last block. */
	void fetched(String address, FirmwareFile file) {
		for (NotifiedNode node : at(address)) {
			if (node.plan().manifest().digest().equals(file.digest()) && node.fetchesManifest()) {
				tell(node, EventKind.MANIFEST_FETCHED, file, null);
			}
		}
	}

	/** Whether a node was sent all of an image that it was notified of. */
	boolean isDownloaded(NotifiedNode node) {
		UpdateAttempt attempt = attempt(node);
		return attempt != null && attempt.state() == AttemptState.DOWNLOADED
				&& node.plan().hasBytes(attempt.file().sha256());
	}

	/** Whether nothing more can come of a node's update. */
	boolean isOver(NotifiedNode node) {
		UpdateAttempt attempt = attempt(node);
		return node.isOffered() && (attempt == null || attempt.state().isOver());
	}

	/**
	 * A node shows the slot that it runs. Another one than before, after it was sent all
	 * of its image, means that it runs that image; the same one means nothing.
	 * @return whether its update is confirmed now
	 */
	boolean shows(NotifiedNode node, String slot) {
		String before = node.slot();
		if (before == null || before.equals(slot) || !isDownloaded(node)) {
			return false;
		}
		String version = node.plan().version().isEmpty() ? "slot " + slot : node.plan().version();
		fleet.checkedIn(node.device(), ReportedVersion.of(version), node.address(), PROTOCOL);
		forget(node);
		return true;
	}

	private Collection<NotifiedNode> at(String address) {
		Map<DeviceId, NotifiedNode> there = byAddress.get(address);
		return there == null ? List.of() : there.values();
	}

	private @Nullable UpdateAttempt attempt(NotifiedNode node) {
		return fleet.find(node.device().value()).map(DeviceStatus::attempt).orElse(null);
	}

	private void tell(NotifiedNode node, EventKind kind, FirmwareFile file, @Nullable String note) {
		String version = node.plan().version().isEmpty() ? null : node.plan().version();
		DeviceEvent event = DeviceEvent.of(node.device().value(), clock.instant(), kind, version, file.name().value());
		fleet.note(note == null ? event : event.withNote(note));
	}

}
