package io.fuota.protocol.fuota;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.http.RequestPath;
import io.fuota.update.Assignment;
import io.fuota.update.AssignmentBook;
import io.fuota.update.DeviceReport;
import io.fuota.update.UpdateDecision;
import io.fuota.update.Updates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /devices}: checks by devices, assignments by admins. */
@RestController
class DevicesController {

	private static final String TEXT_CSV = "text/csv";

	/** Rows read from the database at a time, for a list of any length. */
	private static final int PAGE = 1_000;

	private final Updates updates;

	private final AssignmentBook assignments;

	private final AssignmentUploads uploads;

	private final LastOffers offers;

	DevicesController(Updates updates, AssignmentBook assignments, AssignmentUploads uploads, LastOffers offers) {
		this.updates = updates;
		this.assignments = assignments;
		this.uploads = uploads;
		this.offers = offers;
	}

	// Mapped whole and sorted by the raw path: frameworks take an id that begins with a
	// semicolon for a parameter.
	@GetMapping({ "/devices", "/devices/**" })
	@Nullable ResponseEntity<byte[]> get(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (FuotaPaths.isCheck(request)) {
			return check(request);
		}
		list(request, response);
		return null;
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

	private ResponseEntity<byte[]> check(HttpServletRequest request) {
		DeviceId device = deviceId(request);
		ReportedVersion running = AppVersionParameter.of(request)
			.orElseThrow(() -> HttpRefusal.badRequest("A check has exactly one app_ver, and it isn't blank."));
		RequestNote note = RequestNote.begin(request, "check").with("device", device).with("version", running);
		return switch (updates.decide(new DeviceReport(device, running))) {
			case UpdateDecision.Install(var file) -> {
				String name = file.name().value();
				note.with("file", name);
				offers.offered(request.getRemoteAddr(), name);
				yield name(name);
			}
			case UpdateDecision.Stay _ -> ResponseEntity.noContent().build();
			case UpdateDecision.UnknownDevice _ -> ResponseEntity.notFound().build();
			case UpdateDecision.FileMissing(var name) -> {
				note.with("missing", name);
				yield ResponseEntity.notFound().build();
			}
		};
	}

	// Bytes, since a String would add a charset to the type; no newline, since the device
	// would ask for a file with one.
	private static ResponseEntity<byte[]> name(String name) {
		byte[] body = name.getBytes(StandardCharsets.UTF_8);
		return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, TEXT_CSV).contentLength(body.length).body(body);
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
		assignments.assign(assignment);
		note.with("from-version", assignment.fromVersion()).with("file", assignment.fileName());
	}

	private void assignMany(HttpServletRequest request) throws IOException {
		RequestNote note = RequestNote.begin(request, "assign-many");
		note.with("devices", uploads.readMany(request, assignments::assignAll));
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
