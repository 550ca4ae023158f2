package io.fuota.protocol.exosite;

import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.DeviceLabels;
import io.fuota.protocol.exosite.SoftwarePackage.Listing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Which firmware files a device may see. A file is open to all devices until packages
 * that name it are listed: then it is for those for whom one of them is listed, and for
 * whoever was given it in a manifest (docs/adr/0029).
 */
@Component
class ContentAccess {

	private final Packages packages;

	private final DeviceLabels labels;

	private volatile Snapshot snapshot = new Snapshot(-1, Map.of());

	ContentAccess(Packages packages, DeviceLabels labels) {
		this.packages = packages;
		this.labels = labels;
	}

	/** Whom the packages with a file are listed for. */
	private record Readers(Set<String> products, Set<String> labels) {

		Readers() {
			this(new HashSet<>(), new HashSet<>());
		}

		/** The device that it names, and others of its product. */
		void add(Listing listed) {
			if (listed.label() != null) {
				labels.add(listed.label());
			}
			if (listed.devices() != null) {
				listed.devices().forEach(id -> products.add(id.substring(0, Math.max(0, id.indexOf('.')))));
			}
		}

	}

	/**
	 * As the packages were.
	 *
	 * @param readers by the name of a file; none: it is open
	 */
	private record Snapshot(long revision, Map<String, Readers> readers) {
	}

	/** Whether this device may know of the file, and fetch it. */
	boolean mayRead(ExositeDevice device, FirmwareFile file) {
		Readers readers = readers().get(file.name().value());
		if (readers == null || readers.products().contains(device.state().product())) {
			return true;
		}
		Offer offer = device.state().offer();
		if (offer != null && offer.contents().stream().anyMatch(content -> content.id().equals(file.name().value()))) {
			return true;
		}
		return !readers.labels().isEmpty() && labels.of(device.id()).stream().anyMatch(readers.labels()::contains);
	}

	private Map<String, Readers> readers() {
		Snapshot known = snapshot;
		long now = packages.revision();
		if (known.revision() != now) {
			known = new Snapshot(now, read());
			snapshot = known;
		}
		return known.readers();
	}

	private Map<String, Readers> read() {
		Map<String, Readers> closed = new HashMap<>();
		Set<String> open = new HashSet<>();
		for (SoftwarePackage known : packages.all()) {
			for (String id : known.manifest().contentIds()) {
				if (known.listed() == null) {
					open.add(id);
				}
				else {
					closed.computeIfAbsent(id, _ -> new Readers()).add(known.listed());
				}
			}
		}
		closed.keySet().removeAll(open);
		return Map.copyOf(closed);
	}

}
