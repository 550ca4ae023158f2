package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.history.DeviceEvent;
import io.fuota.protocol.exosite.Reports.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	@ParameterizedTest
	@EnumSource(ReportedState.class)
	void everyStateIsKnown(ReportedState state) {
		Report report = parse("{\"version\":\"1.2\",\"status\":\"" + state + "\",\"message\":\"a\\nb\"}");
		assertThat(report.state()).contains(state);
		assertThat(report.version()).isEqualTo("1.2");
		assertThat(report.note()).isEqualTo(state + ": a b");
		assertThat(state.isFailure())
			.isEqualTo(state.name().endsWith("_ERROR") || state.name().toUpperCase(Locale.ROOT).endsWith("_ABORTED"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "null", "1", "\"INIT\"", "{\"status\":1}", "{\"status\":\"FOO\"}",
			"{\"version\":{},\"status\":null}", "INIT" })
	void whatMakesNoSenseIsKeptRaw(String text) {
		Report report = parse(text);
		assertThat(report.state()).isEmpty();
		assertThat(report.note()).isEqualTo("raw: " + text);
	}

	@Test
	void aLongRawTextIsCutOff() {
		assertThat(parse("x".repeat(500)).note()).hasSize("raw: ".length() + 400 + 1);
	}

	@Test
	void fastReportsAreOneEventAndNoneIsLost() {
		List<ExositeRows.Report> rows = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			rows.add(row("a", "1", "DOWNLOAD_STEP: number " + i + " of sixty"));
			rows.add(row("b", "1", "INIT" + i));
		}
		rows.add(row("b", "2", "INIT"));
		List<DeviceEvent> events = ReportMerger.events(rows);
		assertThat(events).hasSizeLessThan(6)
			.allSatisfy(event -> assertThat(event.note()).hasSizeLessThanOrEqualTo(1_000));
		assertThat(notes(events, "a")).isEqualTo(Stream.iterate(0, i -> i < 60, i -> i + 1)
			.map(i -> "DOWNLOAD_STEP: number " + i + " of sixty")
			.toList());
		assertThat(notes(events, "b")).hasSize(61).endsWith("INIT59", "INIT");
		assertThat(events.getLast().version()).isEqualTo("2");
	}

	private static List<String> notes(List<DeviceEvent> events, String device) {
		return List.of(events.stream()
			.filter(event -> event.device().equals(device))
			.map(event -> String.valueOf(event.note()))
			.collect(Collectors.joining("; "))
			.split("; "));
	}

	private static ExositeRows.Report row(String device, String version, String note) {
		return new ExositeRows.Report(0, device, NOW, version, note);
	}

	private static Report parse(String text) {
		return Reports.parse("p.1", NOW, text);
	}

}
