package io.fuota.api;

import io.fuota.api.Views.AssignmentView;
import io.fuota.api.Views.AttemptView;
import io.fuota.api.Views.DecisionView;
import io.fuota.api.Views.DeviceDetails;
import io.fuota.api.Views.DeviceView;
import io.fuota.api.Views.EventView;
import io.fuota.api.Views.Page;
import io.fuota.api.Views.UnknownDeviceView;
import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.fleet.AttemptHistory;
import io.fuota.fleet.DeviceCare;
import io.fuota.fleet.DeviceLabels;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.history.Timeline;
import io.fuota.http.ETags;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.http.RequestPath;
import io.fuota.update.Assignment;
import io.fuota.update.AssignmentBook;
import io.fuota.update.DeviceDirectory;
import io.fuota.update.DeviceQuery;
import io.fuota.update.DeviceReport;
import io.fuota.update.UpdateDecision;
import io.fuota.update.Updates;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/devices}. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiDevicesController {

	/** api, v1, devices. */
	private static final int ROOT_SEGMENTS = 3;

	private static final int DETAILS = 100;

	private final Fleet fleet;

	private final DeviceCare care;

	private final AttemptHistory attempts;

	private final AssignmentBook assignments;

	private final Updates updates;

	private final DeviceDirectory directory;

	private final DeviceLabels labels;

	private final Timeline timeline;

	ApiDevicesController(Fleet fleet, DeviceCare care, AttemptHistory attempts, AssignmentBook assignments,
			Updates updates, DeviceDirectory directory, DeviceLabels labels, Timeline timeline) {
		this.fleet = fleet;
		this.care = care;
		this.attempts = attempts;
		this.assignments = assignments;
		this.updates = updates;
		this.directory = directory;
		this.labels = labels;
		this.timeline = timeline;
	}

	@GetMapping("/devices")
	Page<DeviceView> list(HttpServletRequest request) {
		RequestNote.begin(request, "api-devices");
		ApiQuery query = new ApiQuery(request, "prefix", "version", "hardware", "state", "label", "seenAfter",
				"seenBefore", "after", "limit");
		int limit = query.limit();
		List<String> ids = directory.find(new DeviceQuery(query.text("prefix"), query.text("version"),
				query.text("hardware"), query.text("state"), query.text("label"), query.time("seenAfter"),
				query.time("seenBefore"), query.text("after", ""), limit));
		Map<String, List<String>> labelled = labels.of(ids);
		return new Page<>(ids.stream().map(id -> view(id, labelled.getOrDefault(id, List.of()))).toList(),
				ids.size() < limit ? null : ids.getLast());
	}

	@GetMapping("/devices/unknown")
	List<UnknownDeviceView> unknown(HttpServletRequest request) {
		RequestNote.begin(request, "api-unknown-devices");
		return fleet.unknown().stream().map(UnknownDeviceView::of).toList();
	}

	// Sorted by the raw path: a device id may hold a semicolon or a dot.
	@GetMapping("/devices/**")
	ResponseEntity<?> get(HttpServletRequest request) {
		DeviceId device = device(request);
		return switch (action(request)) {
			case "" -> details(request, device);
			case "decision" -> ResponseEntity.ok(decision(request, device));
			default -> throw nothingHere();
		};
	}

	@PostMapping("/devices/**")
	DeviceView post(HttpServletRequest request) {
		DeviceId device = device(request);
		if (!action(request).equals("release")) {
			throw nothingHere();
		}
		RequestNote.begin(request, "api-release").with("device", device);
		known(device);
		care.release(device);
		return view(device.value());
	}

	/** What a device is; null where that is unknown. */
	record Description(@Nullable String hardware, @Nullable String project) {
	}

	@PutMapping("/devices/{id}/description")
	DeviceView describe(HttpServletRequest request, @RequestBody Description description) {
		DeviceId device = device(request);
		RequestNote.begin(request, "api-describe").with("device", device);
		known(device);
		try {
			care.describe(device, description.hardware(), description.project());
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
		return view(device.value());
	}

	@PutMapping("/devices/**")
	ResponseEntity<DeviceView> put(HttpServletRequest request, @RequestBody List<String> wanted) {
		DeviceId device = device(request);
		if (!action(request).equals("labels")) {
			throw nothingHere();
		}
		RequestNote.begin(request, "api-labels").with("device", device);
		known(device);
		ETags.check(request, ETags.of(view(device.value()).labels()));
		try {
			labels.set(device.value(), wanted);
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
		DeviceView view = view(device.value());
		return ResponseEntity.ok().eTag(ETags.of(view.labels())).body(view);
	}

	@DeleteMapping("/devices/**")
	ResponseEntity<Void> forget(HttpServletRequest request) {
		DeviceId device = device(request);
		if (!action(request).isEmpty()) {
			throw nothingHere();
		}
		RequestNote.begin(request, "api-forget").with("device", device);
		boolean assigned = assignments.remove(device);
		if (!care.forget(device) && !assigned) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "There is no device " + device + ".");
		}
		return ResponseEntity.noContent().build();
	}

	/** Adds or removes one label of many devices. */
	record LabelChange(String label, @Nullable List<String> add, @Nullable List<String> remove) {
	}

	@PostMapping("/labels")
	ResponseEntity<Void> label(HttpServletRequest request, @RequestBody LabelChange change) {
		RequestNote.begin(request, "api-labels").with("label", change.label());
		List<String> add = change.add() == null ? List.of() : change.add();
		List<String> remove = change.remove() == null ? List.of() : change.remove();
		try {
			add.forEach(id -> known(new DeviceId(id)));
			labels.change(change.label(), add, remove);
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
		return ResponseEntity.noContent().build();
	}

	private ResponseEntity<DeviceDetails> details(HttpServletRequest request, DeviceId device) {
		RequestNote.begin(request, "api-device").with("device", device);
		known(device);
		DeviceView view = view(device.value());
		return ResponseEntity.ok()
			.eTag(ETags.of(view.labels()))
			.body(new DeviceDetails(view, attempts.of(device.value(), DETAILS).stream().map(AttemptView::of).toList(),
					timeline.of(device.value(), Long.MAX_VALUE, DETAILS).stream().map(EventView::of).toList()));
	}

	private DecisionView decision(HttpServletRequest request, DeviceId device) {
		RequestNote.begin(request, "api-decision").with("device", device);
		ApiQuery query = new ApiQuery(request, "version");
		String version = query.text("version", fleet.find(device.value()).map(DeviceStatus::version).orElse(""));
		if (version.isEmpty()) {
			String sentence = known(device) + " Name a version to ask for: ?version=1.0.";
			return new DecisionView(device.value(), null, "NEVER_SEEN", null, sentence);
		}
		UpdateDecision decision = updates.decide(new DeviceReport(device, ReportedVersion.of(version)));
		return switch (decision) {
			case UpdateDecision.Install(var file) -> decided(device, version, "INSTALL", file.name().value(), decision);
			case UpdateDecision.Stay stay -> decided(device, version, stay.reason().name(), null, decision);
			case UpdateDecision.UnknownDevice _ -> decided(device, version, "UNKNOWN_DEVICE", null, decision);
			case UpdateDecision.FileMissing(var name) -> decided(device, version, "FILE_MISSING", name, decision);
		};
	}

	private static DecisionView decided(DeviceId device, String version, String action, @Nullable String file,
			UpdateDecision decision) {
		return new DecisionView(device.value(), version, action, file, decision.sentence());
	}

	private DeviceView view(String id) {
		return view(id, labels.of(id));
	}

	private DeviceView view(String id, List<String> labelled) {
		Optional<Assignment> assignment = assignments.find(new DeviceId(id));
		boolean forced = assignment.filter(assignments::isForced).isPresent();
		return DeviceView.of(id, fleet.find(id), AssignmentView.of(assignment, forced), labelled);
	}

	private String known(DeviceId device) {
		if (fleet.find(device.value()).isEmpty() && assignments.find(device).isEmpty()) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "There is no device " + device + ".");
		}
		return "It was never seen.";
	}

	private static DeviceId device(HttpServletRequest request) {
		List<String> segments = RequestPath.of(request).segments();
		try {
			return new DeviceId(segments.size() > ROOT_SEGMENTS ? segments.get(ROOT_SEGMENTS) : "");
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

	private static String action(HttpServletRequest request) {
		List<String> segments = RequestPath.of(request).segments();
		return String.join("/", segments.subList(Math.min(ROOT_SEGMENTS + 1, segments.size()), segments.size()));
	}

	private static HttpRefusal nothingHere() {
		return new HttpRefusal(HttpStatus.NOT_FOUND, "There is nothing under this path.");
	}

}
