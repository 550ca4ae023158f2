package io.fuota.api;

import io.fuota.api.Views.AuditView;
import io.fuota.api.Views.CountsView;
import io.fuota.api.Views.Page;
import io.fuota.history.AuditTrail;
import io.fuota.http.RequestNote;
import io.fuota.update.FleetCounts;
import io.fuota.update.FleetOverview;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Counts for a dashboard, and what operators did. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiHistoryController {

	private final FleetOverview overview;

	private final AuditTrail audit;

	ApiHistoryController(FleetOverview overview, AuditTrail audit) {
		this.overview = overview;
		this.audit = audit;
	}

	@GetMapping("/counts")
	CountsView counts(HttpServletRequest request) {
		RequestNote.begin(request, "api-counts");
		FleetCounts counts = overview.count();
		return new CountsView(counts.devices(), counts.assigned(), counts.seen(), counts.unknown(),
				counts.quarantined(), counts.versions(), counts.states(), counts.failuresByFile());
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

}
