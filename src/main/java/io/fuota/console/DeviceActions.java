package io.fuota.console;

import io.fuota.device.DeviceId;
import io.fuota.fleet.DeviceCare;
import io.fuota.fleet.DeviceLabels;
import io.fuota.http.RequestNote;
import io.fuota.update.AssignmentBook;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/** What the buttons of a device's page do. */
@Controller
class DeviceActions {

	private final DeviceCare care;

	private final AssignmentBook assignments;

	private final DeviceLabels labels;

	private final DeviceRows rows;

	DeviceActions(DeviceCare care, AssignmentBook assignments, DeviceLabels labels, DeviceRows rows) {
		this.rows = rows;
		this.care = care;
		this.assignments = assignments;
		this.labels = labels;
	}

	@PostMapping(ConsolePath.DEVICE + "/release")
	void release(HttpServletRequest request, HttpServletResponse response) {
		DeviceId id = begin(request, "release");
		boolean released = care.release(id);
		goOn(request, response, id, released, released
				? "Released from quarantine. Its next check offers the file again." : "It is in no quarantine.");
	}

	@PostMapping(ConsolePath.DEVICE + "/unassign")
	void unassign(HttpServletRequest request, HttpServletResponse response) {
		DeviceId id = begin(request, "unassign");
		boolean removed = assignments.remove(id);
		goOn(request, response, id, removed,
				removed ? "The assignment is removed. The device stays as it is." : "It has no assignment.");
	}

	@PostMapping(ConsolePath.DEVICE + "/labels")
	void label(HttpServletRequest request, HttpServletResponse response) {
		DeviceId id = begin(request, "labels");
		rows.check(id);
		Pages.goBack(request, response, ConsolePath.device(id.value()), () -> Form.checked(() -> {
			labels.set(id.value(), Form.lines(request, "labels"));
			return "The labels are saved.";
		}));
	}

	@PostMapping(ConsolePath.DEVICE + "/describe")
	void describe(HttpServletRequest request, HttpServletResponse response) {
		DeviceId id = begin(request, "describe");
		rows.check(id);
		Pages.goBack(request, response, ConsolePath.device(id.value()), () -> Form.checked(() -> {
			care.describe(id, Form.optional(request, "hardware"), Form.optional(request, "project"));
			return "Saved. Images for something else are no longer offered to it.";
		}));
	}

	@PostMapping(ConsolePath.DEVICE + "/forget")
	void forget(HttpServletRequest request, HttpServletResponse response) {
		DeviceId id = begin(request, "forget");
		boolean assigned = assignments.remove(id);
		boolean known = care.forget(id) || assigned;
		Pages.goOn(request, response, ConsolePath.DEVICES, known,
				known ? "The device " + id + " is forgotten." : "There is no device " + id + ".");
	}

	private static DeviceId begin(HttpServletRequest request, String act) {
		DeviceId id = Form.checked(() -> new DeviceId(Form.raw(request, "id")));
		RequestNote.begin(request, "console-" + act).with("device", id);
		return id;
	}

	private static void goOn(HttpServletRequest request, HttpServletResponse response, DeviceId id, boolean good,
			String sentence) {
		Pages.goOn(request, response, ConsolePath.device(id.value()), good, sentence);
	}

}
