package io.fuota.api;

import io.fuota.api.Views.AuditView;
import io.fuota.api.Views.CountsView;
import io.fuota.api.Views.Page;
import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.history.AuditTrail;
import io.fuota.http.RequestNote;
import io.fuota.update.AssignmentBook;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts for a dashboard, and what operators did. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiHistoryController {

	private final Fleet fleet;

	private final AssignmentBook assignments;

	private final AuditTrail audit;

	ApiHistoryController(Fleet fleet, AssignmentBook assignments, AuditTrail audit) {
		this.fleet = fleet;
		this.assignments = assignments;
		this.audit = audit;
	}

	@GetMapping("/counts")
	CountsView counts(HttpServletRequest request) {
		RequestNote.begin(request, "api-counts");
		Map<String, Long> versions = new TreeMap<>();
		Map<String, Long> states = new TreeMap<>();
		Map<String, Long> failures = new TreeMap<>();
		long[] seen = new long[1];
		long[] quarantined = new long[1];
		fleet.all().forEach(device -> {
			seen[0]++;
			count(versions, String.valueOf(device.version()));
			if (device.quarantine() != null) {
				quarantined[0]++;
			}
			UpdateAttempt attempt = device.attempt();
			if (attempt != null) {
				count(states, attempt.state().name());
				if (attempt.state() == AttemptState.FAILED || attempt.state() == AttemptState.UNEXPECTED_VERSION) {
					count(failures, attempt.file().name());
				}
			}
		});
		long unseen = assignments.countUnless(id -> fleet.find(id).isPresent());
		return new CountsView(seen[0] + unseen, assignments.size(), seen[0], fleet.unknown().size(), quarantined[0],
				versions, states, failures);
	}

	@GetMapping("/audit")
	Page<AuditView> audit(HttpServletRequest request) {
		RequestNote.begin(request, "api-audit");
		ApiQuery query = new ApiQuery(request, "after", "limit");
		int limit = query.limit();
		List<AuditView> entries = audit.page(query.number("after", Long.MAX_VALUE), limit)
			.stream()
			.map(AuditView::of)
			.toList();
		return new Page<>(entries, entries.size() < limit ? null : Long.toString(entries.getLast().id()));
	}

	private static void count(Map<String, Long> counts, String key) {
		counts.merge(key, 1L, Long::sum);
	}

}
