package io.fuota.console;

import io.fuota.console.Shown.Moment;
import io.fuota.history.AuditEntry;
import io.fuota.history.AuditTrail;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** What operators did. */
@Controller
class ActivityPage {

	private static final int PAGE = 100;

	private final Pages pages;

	private final AuditTrail audit;

	ActivityPage(Pages pages, AuditTrail audit) {
		this.pages = pages;
		this.audit = audit;
	}

	/** One act. */
	record Act(@Nullable Moment at, String account, String address, String action, String target,
			@Nullable String before, @Nullable String after, boolean forced) {

		static Act of(AuditEntry entry) {
			return new Act(Shown.at(entry.at()), entry.actor().account(), entry.actor().address(),
					entry.action().replace('-', ' '), entry.target(), entry.before(), entry.after(), entry.forced());
		}

	}

	@GetMapping(ConsolePath.ACTIVITY)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "activity");
		List<AuditEntry> entries = audit.page(before(request), PAGE + 1);
		List<AuditEntry> shown = entries.subList(0, Math.min(PAGE, entries.size()));
		Map<String, Object> model = new HashMap<>();
		model.put("acts", shown.stream().map(Act::of).toList());
		model.put("first", request.getParameter("before") == null ? "" : ConsolePath.ACTIVITY);
		model.put("next", entries.size() > PAGE
				? ConsolePath.with(ConsolePath.ACTIVITY, "before", Long.toString(shown.getLast().id())) : "");
		pages.show(request, response, "activity", model);
	}

	private static long before(HttpServletRequest request) {
		String before = Form.text(request, "before");
		if (!before.matches("[0-9]{0,18}")) {
			throw HttpRefusal.badRequest("The parameter before is the number of an entry.");
		}
		return before.isEmpty() ? Long.MAX_VALUE : Long.parseLong(before);
	}

}
