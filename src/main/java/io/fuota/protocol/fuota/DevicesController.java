package io.fuota.protocol.fuota;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.http.CsvLines;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.http.RequestPath;
import io.fuota.update.Assignment;
import io.fuota.update.AssignmentBook;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /devices}: checks by devices, assignments by admins. */
@RestController
class DevicesController {

	static final String TEXT_CSV = "text/csv";

	/** Rows read from the database at a time, for a list of any length. */
	private static final int PAGE = 1_000;

	private final CheckAnswers checks;

	private final AssignmentBook assignments;

	private final AssignmentUploads uploads;

	DevicesController(CheckAnswers checks, AssignmentBook assignments, AssignmentUploads uploads) {
		this.checks = checks;
		this.assignments = assignments;
		this.uploads = uploads;
	}

	// Mapped whole and sorted by the raw path: frameworks take an id that begins with a
	// semicolon for a parameter.
	@GetMapping({ "/devices", "/devices/**" })
	void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (FuotaPaths.isCheck(request)) {
			check(request, response);
		}
		else {
			list(request, response);
		}
	}

	@PutMapping({ "/devices", "/devices/**" })
	void put(HttpServletRequest request) throws IOException {
		if (RequestPath.of(request).segments().size() > 1) {
			assign(request);
		}
		else {
			assignMany(request);
		}
	}

	private void check(HttpServletRequest request, HttpServletResponse response) throws IOException {
		DeviceId device = deviceId(request);
		ReportedVersion running = AppVersionParameter.of(request)
			.orElseThrow(() -> HttpRefusal.badRequest("A check has exactly one app_ver, and it isn't blank."));
		checks.answer(request, response, device, running);
	}

	private void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "list-devices");
		response.setContentType(TEXT_CSV);
		CsvLines lines = new CsvLines(response.getOutputStream());
		String last = "";
		for (List<Assignment> page = assignments.page(last, PAGE); !page.isEmpty(); page = assignments.page(last,
				PAGE)) {
			for (Assignment row : page) {
				lines.write(row.deviceId(), row.fromVersion(), row.fileName());
			}
			last = page.getLast().deviceId();
		}
		lines.flush();
	}

	private void assign(HttpServletRequest request) throws IOException {
		DeviceId device = deviceId(request);
		RequestNote note = RequestNote.begin(request, "assign").with("device", device);
		Assignment assignment = uploads.readOne(request, device);
		assignments.assign(assignment, ForceParameter.of(request));
		note.with("from-version", assignment.fromVersion()).with("file", assignment.fileName());
	}

	private void assignMany(HttpServletRequest request) throws IOException {
		RequestNote note = RequestNote.begin(request, "assign-many");
		boolean force = ForceParameter.of(request);
		note.with("devices", uploads.readMany(request, rows -> assignments.assignAll(rows, force)));
	}

	@DeleteMapping({ "/devices", "/devices/**" })
	void remove(HttpServletRequest request) {
		DeviceId device = deviceId(request);
		RequestNote.begin(request, "unassign").with("device", device);
		if (!assignments.remove(device)) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "The device " + device + " has no assignment.");
		}
	}

	private static DeviceId deviceId(HttpServletRequest request) {
		List<String> segments = RequestPath.of(request).segments();
		if (segments.size() != 2) {
			throw HttpRefusal.badRequest("The path names one device: /devices/<device_id>.");
		}
		try {
			return new DeviceId(segments.getLast());
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

}
