package io.fuota.console;

import io.fuota.console.Shown.Moment;
import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.fleet.AttemptHistory;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.Quarantine;
import io.fuota.history.Timeline;
import io.fuota.http.RequestNote;
import io.fuota.update.DeviceReport;
import io.fuota.update.Updates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** One device: why it gets what it gets, how far it is, and what happened to it. */
@Controller
class DevicePage {

	/** Attempts and events that are shown. */
	private static final int LATEST = 50;

	private final Pages pages;

	private final DeviceRows rows;

	private final Fleet fleet;

	private final AttemptHistory attempts;

	private final Updates updates;

	private final Timeline timeline;

	private final PackageBook packages;

	DevicePage(Pages pages, DeviceRows rows, Fleet fleet, AttemptHistory attempts, Updates updates, Timeline timeline,
			PackageBook packages) {
		this.packages = packages;
		this.pages = pages;
		this.rows = rows;
		this.fleet = fleet;
		this.attempts = attempts;
		this.updates = updates;
		this.timeline = timeline;
	}

	@GetMapping(ConsolePath.DEVICE)
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		DeviceId id = Form.checked(() -> new DeviceId(Form.raw(request, "id")));
		RequestNote.begin(request, "console").with("page", "device").with("device", id);
		boolean admin = SessionFilter.isAdmin(request);
		rows.check(id, admin);
		Optional<DeviceStatus> status = fleet.find(id.value());
		DeviceRow row = rows.of(id.value());
		Map<String, Object> model = new HashMap<>();
		model.put("device", row);
		model.put("decision", Decision.of(decision(id, row), status.map(DeviceStatus::quarantine).orElse(null)));
		model.put("labels", String.join("\n", row.labels()));
		model.put("attempts", attempts.of(id.value(), LATEST).stream().map(AttemptRow::of).toList());
		model.put("events", timeline.of(id.value(), Long.MAX_VALUE, LATEST).stream().map(EventRow::of).toList());
		model.put("quarantine", status.map(DeviceStatus::quarantine).map(DevicePage::words).orElse(""));
		model.put("credentials", rows.credentials(id, admin));
		packages.appliedTo(id.value()).ifPresent(pack -> {
			model.put("pack", pack);
			model.put("packBadge", Badge.of(pack));
			model.put("packHref", ConsolePath.with(ConsolePath.PACKAGE, "name", pack.packageName()));
		});
		model.put("assign", ConsolePath.with(ConsolePath.ASSIGN, "device", id.value()));
		pages.show(request, response, "device", model);
	}

	/**
	 * What its next check would be answered.
	 *
	 * @param before the sentence; where a time stands in it, what is before it
	 * @param at the time in it; null where none is
	 */
	record Decision(String before, @Nullable Moment at, String after) {

		static Decision of(String sentence, @Nullable Quarantine quarantine) {
			String since = quarantine == null ? "" : quarantine.since().truncatedTo(ChronoUnit.SECONDS).toString();
			int at = since.isEmpty() ? -1 : sentence.indexOf(since);
			return quarantine == null || at < 0 ? new Decision(sentence, null, "") : new Decision(
					sentence.substring(0, at), Shown.at(quarantine.since()), sentence.substring(at + since.length()));
		}

	}

	/** What its next check would be answered, with the version that it reported last. */
	private String decision(DeviceId id, DeviceRow row) {
		String version = row.version();
		if (version == null) {
			return "It was never seen. What its first check is told depends on the version that it reports.";
		}
		return updates.decide(new DeviceReport(id, ReportedVersion.of(version))).sentence();
	}

	private static String words(Quarantine quarantine) {
		return "It is told “no update” until a file is assigned again, other bytes are uploaded as "
				+ quarantine.fileName() + ", or it is released.";
	}

}
