package io.fuota.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Comparator;
import java.util.List;

/**
 * Devices that asked without an assignment: typing errors are found among them. Kept in
 * memory only; beyond {@link Fleet#MAX_UNKNOWN} the ones that asked longest ago are
 * forgotten.
 */
final class UnknownDevices {

	private final Cache<String, UnknownDevice> devices = Caffeine.newBuilder().maximumSize(Fleet.MAX_UNKNOWN).build();

	void saw(String id, String version, Sighting sighting) {
		devices.asMap()
			.compute(id,
					(_, known) -> new UnknownDevice(id, version, sighting, known == null ? 1 : known.checks() + 1));
	}

	/** Whether it was among them. */
	boolean forget(String id) {
		return devices.asMap().remove(id) != null;
	}

	/** How many there are. */
	long count() {
		return devices.asMap().size();
	}

	/** The latest first. */
	List<UnknownDevice> all() {
		return devices.asMap()
			.values()
			.stream()
			.sorted(Comparator.comparing((UnknownDevice device) -> device.lastSeen().at()).reversed())
			.toList();
	}

}
