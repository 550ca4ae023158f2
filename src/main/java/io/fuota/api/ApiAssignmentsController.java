package io.fuota.api;

import io.fuota.device.DeviceId;
import io.fuota.firmware.FileName;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.DeviceLabels;
import io.fuota.http.ETags;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.update.AssignmentPlan;
import io.fuota.update.BulkAssignments;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/assignments}: one file for many devices. */
@RestController
class ApiAssignmentsController {

	/** As many as PUT /devices takes, roughly. */
	static final int MAX_DEVICES = 200_000;

	private final BulkAssignments bulk;

	private final DeviceLabels labels;

	private final FirmwareCatalogue firmware;

	ApiAssignmentsController(BulkAssignments bulk, DeviceLabels labels, FirmwareCatalogue firmware) {
		this.bulk = bulk;
		this.labels = labels;
		this.firmware = firmware;
	}

	/**
	 * What to assign to whom: to devices by their ids, or to all that have a label.
	 *
	 * @param fromVersion the version to update from; {@code *} for any but the file's own
	 * @param force whether it counts although the image doesn't fit
	 */
	record Wish(@Nullable List<String> devices, @Nullable String label, @Nullable String fromVersion,
			@Nullable String file, @Nullable Boolean force) {
	}

	@PostMapping(path = "/api/v1/assignments", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<AssignmentPlan> assign(HttpServletRequest request, @RequestBody Wish wish) {
		boolean dryRun = new ApiQuery(request, "dryRun").flag("dryRun");
		RequestNote.begin(request, dryRun ? "api-assign-dry-run" : "api-assign");
		boolean force = Boolean.TRUE.equals(wish.force());
		AssignmentPlan plan;
		String state;
		try {
			List<DeviceId> devices = devices(wish).stream().map(DeviceId::new).toList();
			String version = required("fromVersion", wish.fromVersion());
			FileName file = fileName(required("file", wish.file()));
			state = bulk.state(devices);
			if (dryRun) {
				plan = bulk.plan(devices, version, file, force);
			}
			else {
				plan = bulk.apply(devices, version, file, force, now -> ETags.check(request, ETags.of(now)));
				state = bulk.state(devices);
			}
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
		if (!dryRun && plan.objections() > 0) {
			throw new HttpRefusal(HttpStatus.CONFLICT, plan.told().getFirst().reason()
					+ (plan.objections() == 1 ? "" : " " + (plan.objections() - 1) + " more devices object, too.")
					+ " Nothing was assigned.");
		}
		return ResponseEntity.ok().eTag(ETags.of(state)).body(plan);
	}

	private List<String> devices(Wish wish) {
		if ((wish.devices() == null) == (wish.label() == null)) {
			throw HttpRefusal.badRequest("Name either devices or a label.");
		}
		List<String> devices = wish.devices() != null ? wish.devices()
				: labels.devicesWith(String.valueOf(wish.label()));
		if (devices.isEmpty()) {
			throw HttpRefusal.badRequest(wish.label() == null ? "The list of devices is empty."
					: "No device has the label " + wish.label() + ".");
		}
		if (devices.size() > MAX_DEVICES) {
			throw HttpRefusal.badRequest("At most " + MAX_DEVICES + " devices at once.");
		}
		return devices;
	}

	private FileName fileName(String text) {
		return firmware.find(text).map(FirmwareFile::name).orElseGet(() -> FileName.forUpload(text));
	}

	private static String required(String name, @Nullable String value) {
		if (value == null) {
			throw HttpRefusal.badRequest("The field " + name + " is missing.");
		}
		return value;
	}

}
