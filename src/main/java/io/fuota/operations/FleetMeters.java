package io.fuota.operations;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.AttemptState;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import io.fuota.update.AssignmentBook;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * What is known of devices and files, as gauges (docs/settings.md, Metrics). Devices are
 * gone through once in a while, however often somebody asks.
 */
@Component
class FleetMeters implements MeterBinder {

	private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final Fleet fleet;

	private final AssignmentBook assignments;

	private final FirmwareCatalogue firmware;

	private volatile Counts counts = new Counts(0, 0, Map.of(), System.nanoTime() - 2 * FRESH_NANOS);

	FleetMeters(Fleet fleet, AssignmentBook assignments, FirmwareCatalogue firmware) {
		this.fleet = fleet;
		this.assignments = assignments;
		this.firmware = firmware;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "fuota.devices.seen", "Devices that were seen", me -> me.counts().seen());
		gauge(registry, "fuota.devices.quarantined", "Devices in quarantine", me -> me.counts().quarantined());
		gauge(registry, "fuota.devices.assigned", "Devices with an assignment", me -> me.assignments.size());
		gauge(registry, "fuota.devices.unknown", "Devices that asked without an assignment",
				me -> me.fleet.unknownCount());
		gauge(registry, "fuota.writer.backlog", "Devices and events that wait to be written", me -> me.fleet.backlog());
		gauge(registry, "fuota.files", "Firmware files", me -> me.firmware.all().size());
		gauge(registry, "fuota.files.unservable", "Firmware files whose bytes are missing or damaged",
				me -> me.firmware.all().stream().filter(file -> !me.firmware.isServable(file)).count());
		gauge(registry, "fuota.files.bytes", "Bytes of firmware files",
				me -> me.firmware.all().stream().mapToLong(FirmwareFile::size).sum());
		for (AttemptState state : AttemptState.values()) {
			Gauge.builder("fuota.attempts", this, me -> me.counts().attempts().getOrDefault(state, 0L))
				.description("Devices by the state of their latest attempt")
				.tag("state", state.name())
				.register(registry);
		}
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<FleetMeters> value) {
		Gauge.builder(name, this, value).description(description).register(registry);
	}

	/** How many devices are what; how long ago that was counted. */
	private record Counts(long seen, long quarantined, Map<AttemptState, Long> attempts, long at) {
	}

	private Counts counts() {
		Counts known = counts;
		if (System.nanoTime() - known.at() < FRESH_NANOS) {
			return known;
		}
		Map<AttemptState, Long> attempts = new EnumMap<>(AttemptState.class);
		long[] sums = new long[2];
		fleet.all().forEach(device -> {
			sums[0]++;
			if (device.quarantine() != null) {
				sums[1]++;
			}
			UpdateAttempt attempt = device.attempt();
			if (attempt != null) {
				attempts.merge(attempt.state(), 1L, Long::sum);
			}
		});
		Counts now = new Counts(sums[0], sums[1], attempts, System.nanoTime());
		counts = now;
		return now;
	}

}
