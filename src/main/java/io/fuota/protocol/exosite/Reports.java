package io.fuota.protocol.exosite;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.fleet.Fleet;
import io.fuota.protocol.exosite.ExositeDevice.Value;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What devices say in {@code otau_in}: kept as it came, and followed where it says that
 * an update failed or is installed (docs/protocols/exosite-otau.md §4.2). Said alone, it
 * confirms nothing.
 */
@Component
class Reports {

	private static final JsonMapper JSON = new JsonMapper();

	/** The longest version, in UTF-16 code units. */
	private static final int MAX_VERSION = 255;

	/** The longest raw text of a report that makes no sense. */
	private static final int MAX_RAW = 400;

	private final Fleet fleet;

	private final Offers offers;

	private final ExositeRows rows;

	private final ReportMerger merger;

	private final Clock clock;

	Reports(Fleet fleet, Offers offers, ExositeRows rows, ReportMerger merger, Clock clock) {
		this.fleet = fleet;
		this.offers = offers;
		this.rows = rows;
		this.merger = merger;
		this.clock = clock;
	}

	/**
	 * A report.
	 *
	 * @param state empty where it makes no sense
	 * @param version null where it names none
	 * @param note for the timeline
	 */
	record Report(String device, Instant at, Optional<ReportedState> state, @Nullable String version, String note) {

		/** For the log. */
		String status() {
			return state.map(Enum::name).orElse("unknown");
		}

	}

	/** Keeps what the device wrote; not yet durable. */
	Report take(ExositeDevice device, String value) {
		synchronized (device) {
			device.become(device.state().reported(new Value(value, ExositeDevice.micros(clock.instant()))));
		}
		return parse(device.id(), clock.instant(), value);
	}

	/** Within the writer's transaction. */
	void write(Report report) {
		rows.report(new ExositeRows.Report(0, report.device(), report.at(), report.version(), report.note()));
	}

	/** Does what a report that is durable asks for. */
	void follow(ExositeDevice device, Report report, String address) {
		merger.expect();
		if (report.state().isEmpty()) {
			return;
		}
		ReportedState state = report.state().get();
		if (state.isFailure()) {
			fleet.reportedFailure(new DeviceId(device.id()), report.note());
		}
		else if (state == ReportedState.INSTALLED_VERSION && report.version() != null) {
			fleet.reportedInstalled(new DeviceId(device.id()), ReportedVersion.of(report.version()), address,
					Offers.PROTOCOL);
			offers.installed(device, report.version());
		}
	}

	/** The device was heard. */
	void seen(ExositeDevice device, String address) {
		fleet.heard(new DeviceId(device.id()), address, Offers.PROTOCOL);
	}

	/** Never fails: a write isn't refused for what it says. */
	static Report parse(String device, Instant at, String value) {
		JsonNode json = json(value);
		String name = json.path("status").isString() ? json.path("status").asString() : "";
		Optional<ReportedState> state = Arrays.stream(ReportedState.values())
			.filter(known -> known.name().equals(name))
			.findFirst();
		String version = version(json.path("version"));
		if (state.isEmpty()) {
			String raw = value.length() > MAX_RAW ? value.substring(0, MAX_RAW) + "…" : value;
			return new Report(device, at, state, version, "raw: " + printable(raw));
		}
		JsonNode message = json.path("message");
		String text = message.isString() ? printable(message.asString().strip()) : "";
		return new Report(device, at, state, version, text.isEmpty() ? name : name + ": " + text);
	}

	private static JsonNode json(String value) {
		try {
			return JSON.readTree(value);
		}
		catch (JacksonException broken) {
			return JSON.missingNode();
		}
	}

	private static @Nullable String version(JsonNode json) {
		String text = json.isString() || json.isNumber() ? json.asString() : "";
		return text.isBlank() || text.length() > MAX_VERSION || text.chars().anyMatch(Character::isISOControl) ? null
				: text;
	}

	private static String printable(String text) {
		return text.replaceAll("\\p{Cntrl}", " ");
	}

}
