package io.fuota.protocol.suit;

import io.fuota.metrics.DownloadMeters;
import io.fuota.metrics.ProtocolMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts downloads and notifications of nodes (docs/settings.md, Metrics). */
@Component
class SuitMeters {

	private final ProtocolMeters meters;

	private final DownloadMeters downloads;

	SuitMeters(MeterRegistry registry) {
		this.meters = new ProtocolMeters(registry, "suit");
		this.downloads = meters.downloads();
		for (NodeOutcome.Kind kind : NodeOutcome.Kind.values()) {
			// Shown from the start.
			meters.notifications(name(kind));
		}
	}

	/** A node was notified, or wasn't. */
	void notified(NodeOutcome.Kind outcome) {
		meters.notifications(name(outcome)).increment();
	}

	DownloadMeters downloads() {
		return downloads;
	}

	private static String name(NodeOutcome.Kind outcome) {
		return outcome.name().toLowerCase(Locale.ROOT);
	}

}
