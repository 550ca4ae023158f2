package io.fuota.protocol.mongoose;

import io.fuota.http.ClientBody;
import io.fuota.http.CsvLines;
import io.fuota.http.ETags;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/mongoose/rules}: which devices without an assignment get what. */
@RestController
class RulesController {

	/** As many rules as there may be, with the longest fields. */
	static final long MAX_BODY_BYTES = 2 * 1024 * 1024;

	private final MongooseRules rules;

	private final RulesCsv csv;

	RulesController(MongooseRules rules, RulesCsv csv) {
		this.rules = rules;
		this.csv = csv;
	}

	@GetMapping("/api/v1/mongoose/rules")
	void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "list-mongoose-rules");
		List<MongooseRule> all = rules.all();
		response.setContentType("text/csv");
		response.setHeader(HttpHeaders.ETAG, tag(all));
		CsvLines lines = new CsvLines(response.getOutputStream());
		for (MongooseRule rule : all) {
			lines.write(rule.platform(), rule.versions().toString(), rule.target());
		}
		lines.flush();
	}

	@PutMapping("/api/v1/mongoose/rules")
	ResponseEntity<Void> replace(HttpServletRequest request) throws IOException {
		RequestNote note = RequestNote.begin(request, "set-mongoose-rules");
		try (InputStream body = new ClientBody(request, MAX_BODY_BYTES,
				limit -> "The rules are larger than " + limit + " bytes, the limit for this path.")) {
			List<MongooseRule> wanted = csv.read(body.readAllBytes());
			rules.replace(wanted, before -> ETags.check(request, tag(before)));
			note.with("rules", wanted.size());
			return ResponseEntity.noContent().eTag(tag(wanted)).build();
		}
	}

	private static String tag(List<MongooseRule> some) {
		return ETags.of(some.stream()
			.flatMap(rule -> Stream.of(rule.platform(), rule.versions().toString(), rule.target()))
			.toList());
	}

}
