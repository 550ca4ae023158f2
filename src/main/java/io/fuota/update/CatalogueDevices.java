package io.fuota.update;

import io.fuota.device.DeviceId;
import io.fuota.fleet.DeviceCare;
import io.fuota.fleet.DeviceLabels;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Devices that are known although nobody assigned anything to them: a catalogue has
 * something for the product that they name. Anybody can make such names up, and over UDP
 * the address too, so there is room for so many and no more.
 */
@Component
public class CatalogueDevices {

	/** Beyond this many, newcomers are served, and nothing is remembered of them. */
	public static final int MAX_DEVICES = 100_000;

	private static final Logger LOG = LoggerFactory.getLogger(CatalogueDevices.class);

	private final AssignmentBook assignments;

	private final Fleet fleet;

	private final DeviceCare care;

	private final DeviceLabels labels;

	CatalogueDevices(AssignmentBook assignments, Fleet fleet, DeviceCare care, DeviceLabels labels) {
		this.assignments = assignments;
		this.fleet = fleet;
		this.care = care;
		this.labels = labels;
	}

	/** Whether what this device does is to be remembered. */
	boolean admits(DeviceId device) {
		return admits(device, MAX_DEVICES);
	}

	boolean admits(DeviceId device, int maxDevices) {
		return surplus() < maxDevices || fleet.find(device.value()).isPresent();
	}

	/**
	 * Makes room where there is little left: a fifth goes, first of those that never had
	 * a whole file, then of those that were silent for longest. What has an assignment or
	 * a label stays.
	 * @return how many devices were forgotten
	 */
	public int makeRoom() {
		return makeRoom(MAX_DEVICES);
	}

	int makeRoom(int maxDevices) {
		int tooMany = surplus() - maxDevices / 5 * 4;
		if (surplus() < maxDevices / 10 * 9) {
			return 0;
		}
		List<DeviceStatus> strangers = fleet.all()
			.filter(device -> assignments.find(new DeviceId(device.id())).isEmpty())
			.sorted(Comparator.comparing(CatalogueDevices::hadWholeFile).thenComparing(DeviceStatus::lastSeen))
			.toList();
		Set<String> labelled = labels.labelledDevices();
		Set<String> leaving = strangers.stream()
			.map(DeviceStatus::id)
			.filter(id -> !labelled.contains(id))
			.limit(tooMany)
			.collect(Collectors.toSet());
		care.forgetStrangers(leaving);
		LOG.warn("{} devices without an assignment were forgotten: there is room for {}", leaving.size(), maxDevices);
		return leaving.size();
	}

	private static boolean hadWholeFile(DeviceStatus device) {
		return device.attempt() != null && device.attempt().isWhole();
	}

	/** More devices than there are assignments: these at least have none. */
	private int surplus() {
		return fleet.size() - assignments.size();
	}

}
