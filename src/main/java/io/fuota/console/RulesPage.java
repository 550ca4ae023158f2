package io.fuota.console;

import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Rules for Mongoose OS devices: their order, and what a device would get by them. */
@Controller
class RulesPage {

	private final Pages pages;

	private final RuleBook rules;

	RulesPage(Pages pages, RuleBook rules) {
		this.pages = pages;
		this.rules = rules;
	}

	/** What a device sends, as the form has it. */
	record Headers(String device, String firmware, String userAgent) {

		static Headers of(HttpServletRequest request) {
			return new Headers(Form.text(request, "deviceHeader"), Form.text(request, "firmwareHeader"),
					Form.text(request, "userAgent"));
		}

		boolean isEmpty() {
			return device.isEmpty() && firmware.isEmpty();
		}

	}

	@GetMapping(ConsolePath.RULES)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "rules");
		show(request, response, rules.asCsv(), "");
	}

	@PostMapping(ConsolePath.RULES)
	void save(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote note = RequestNote.begin(request, "console-mongoose-rules");
		String csv = Form.raw(request, "rules");
		try {
			int count = rules.replace(csv);
			note.with("rules", count);
			Pages.goOn(request, response, ConsolePath.RULES, true,
					Shown.count(count, "rule") + (count == 1 ? " is" : " are") + " in force now.");
		}
		catch (HttpRefusal wrong) {
			response.setStatus(wrong.status().value());
			show(request, response, csv, wrong.getMessage() + " Nothing was changed.");
		}
	}

	private void show(HttpServletRequest request, HttpServletResponse response, String csv, String trouble)
			throws IOException {
		Headers headers = Headers.of(request);
		Map<String, Object> model = new HashMap<>();
		model.put("rules", rules.rows());
		model.put("csv", csv);
		model.put("trouble", trouble);
		model.put("headers", headers);
		model.put("asked", !headers.isEmpty());
		if (!headers.isEmpty()) {
			rules.test(headers.device(), headers.firmware(), headers.userAgent())
				.ifPresent(trial -> model.put("trial", trial));
		}
		pages.show(request, response, "rules", model);
	}

}
