package io.fuota.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The counters of one protocol; each is there from its first mention on. */
public final class ProtocolMeters {

	private final MeterRegistry registry;

	private final String protocol;

	/**
	 * @param protocol as the metrics call it
	 */
	public ProtocolMeters(MeterRegistry registry, String protocol) {
		this.registry = registry;
		this.protocol = protocol;
	}

	/** Checks that got this answer. */
	public Counter checks(String answer) {
		return counter("fuota.checks", "Checks by devices").tag("answer", answer).register(registry);
	}

	/** Devices that were to be told of an update, and what came of it. */
	public Counter notifications(String outcome) {
		return counter("fuota.notifications", "Devices that were to be notified").tag("outcome", outcome)
			.register(registry);
	}

	/** Downloads, and what was sent for them. */
	public DownloadMeters downloads() {
		return new DownloadMeters(downloads("whole"), downloads("broken-off"),
				counter("fuota.download.bytes", "Bytes of firmware that were sent").baseUnit("bytes")
					.register(registry));
	}

	private Counter downloads(String end) {
		return counter("fuota.downloads", "Downloads, a range as one").tag("end", end).register(registry);
	}

	private Counter.Builder counter(String name, String description) {
		return Counter.builder(name).description(description).tag("protocol", protocol);
	}

}
