package io.fuota.console;

import io.fuota.http.RequestNote;
import io.fuota.update.DeviceQuery;
import io.fuota.update.FleetCounts;
import io.fuota.update.FleetOverview;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: what runs in the field, what is under way, what needs attention. */
@Controller
class OverviewPage {

	/** The rest is one bar. */
	private static final int BARS = 8;

	private static final List<String> MOVING = List.of("DOWNLOADING", "DOWNLOADED", "OFFERED");

	private final Pages pages;

	private final FleetOverview overview;

	private final DeviceRows rows;

	private final Attention attention;

	OverviewPage(Pages pages, FleetOverview overview, DeviceRows rows, Attention attention) {
		this.pages = pages;
		this.overview = overview;
		this.rows = rows;
		this.attention = attention;
	}

	/**
	 * A bar of a chart.
	 *
	 * @param percent of all
	 */
	record Bar(String name, String count, int percent, @Nullable String href) {
	}

	/** A number with its name. */
	record Figure(String name, String value, String href) {
	}

	@GetMapping({ ConsolePath.ROOT, ConsolePath.ROOT + "/" })
	void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "overview");
		FleetOverview.Snapshot now = overview.snapshot();
		FleetCounts counts = now.counts();
		long moving = MOVING.stream().mapToLong(counts::inState).sum();
		pages.show(request, response, "overview",
				Map.of("figures", figures(counts, moving), "versions", versions(counts), "states", states(counts),
						"attention", attention.items(counts, SessionFilter.isAdmin(request)), "moving", moving,
						"underWay", rows.of(now.underWay()), "empty", counts.devices() + counts.unknown() == 0));
	}

	private static List<Figure> figures(FleetCounts counts, long moving) {
		return List.of(new Figure("devices", Shown.number(counts.devices()), ConsolePath.DEVICES),
				new Figure("under way", Shown.number(moving), state("DOWNLOADING")),
				new Figure("confirmed", Shown.number(counts.inState("CONFIRMED")), state("CONFIRMED")),
				new Figure("in quarantine", Shown.number(counts.quarantined()), state(DeviceQuery.QUARANTINED)),
				new Figure("unknown", Shown.number(counts.unknown()), ConsolePath.UNKNOWN));
	}

	private static List<Bar> versions(FleetCounts counts) {
		List<Map.Entry<String, Long>> sorted = counts.versions()
			.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
			.toList();
		List<Bar> bars = new ArrayList<>();
		sorted.stream()
			.limit(BARS)
			.forEach(version -> bars.add(new Bar(version.getKey(), Shown.number(version.getValue()),
					Shown.percent(version.getValue(), counts.seen()),
					ConsolePath.with(ConsolePath.DEVICES, "version", version.getKey()))));
		long rest = sorted.stream().skip(BARS).mapToLong(Map.Entry::getValue).sum();
		if (rest > 0) {
			bars.add(new Bar(Shown.count(sorted.size() - BARS, "other version"), Shown.number(rest),
					Shown.percent(rest, counts.seen()), null));
		}
		return bars;
	}

	private static List<Bar> states(FleetCounts counts) {
		long all = counts.states().values().stream().mapToLong(Long::longValue).sum();
		return counts.states()
			.entrySet()
			.stream()
			.map(entry -> new Bar(entry.getKey().toLowerCase(Locale.ROOT).replace('_', ' '),
					Shown.number(entry.getValue()), Shown.percent(entry.getValue(), all), state(entry.getKey())))
			.toList();
	}

	private static String state(String state) {
		return ConsolePath.with(ConsolePath.DEVICES, "state", state);
	}

}
