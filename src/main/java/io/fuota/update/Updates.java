package io.fuota.update;

import io.fuota.firmware.FirmwareCatalogue;
import java.util.List;
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

	Updates(AssignmentBook assignments, FirmwareCatalogue firmware) {
		this.assignments = assignments;
		this.firmware = firmware;
	}

	/** Answers a check; reads memory and, for an offer, one file's length. */
	public UpdateDecision decide(DeviceReport report) {
		return assignments.find(report.device())
			.map(assignment -> decide(report, assignment))
			.orElseGet(UpdateDecision.UnknownDevice::new);
	}

	/** Deletes a firmware file, unless a device is assigned to it. */
	public FileRemoval remove(String fileName) {
		List<String> devices = assignments.devicesAssignedTo(fileName, NAMED_DEVICES + 1);
		if (firmware.find(fileName).isEmpty()) {
			return new FileRemoval.NotFound();
		}
		if (!devices.isEmpty()) {
			return new FileRemoval.StillAssigned(devices.subList(0, Math.min(NAMED_DEVICES, devices.size())),
					devices.size() > NAMED_DEVICES);
		}
		return firmware.delete(fileName) ? new FileRemoval.Removed() : new FileRemoval.NotFound();
	}

	private UpdateDecision decide(DeviceReport report, Assignment assignment) {
		if (!report.running().is(assignment.fromVersion())) {
			return new UpdateDecision.Stay(UpdateDecision.Reason.OTHER_VERSION);
		}
		return firmware.find(assignment.fileName())
			.filter(firmware::isServable)
			.<UpdateDecision>map(UpdateDecision.Install::new)
			.orElseGet(() -> new UpdateDecision.FileMissing(assignment.fileName()));
	}

}
