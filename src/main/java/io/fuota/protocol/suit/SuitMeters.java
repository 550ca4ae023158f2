package io.fuota.protocol.suit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts downloads and notifications of nodes (docs/settings.md, Metrics). */
@Component
class SuitMeters {

	private static final String PROTOCOL = "suit";

	private final Counter whole;

	private final Counter bytes;

	private final Map<NodeOutcome.Kind, Counter> notifications = new EnumMap<>(NodeOutcome.Kind.class);

	SuitMeters(MeterRegistry registry) {
		this.whole = Counter.builder("fuota.downloads")
			.tag("protocol", PROTOCOL)
			.tag("end", "whole")
			.register(registry);
		this.bytes = Counter.builder("fuota.download.bytes")
			.baseUnit("bytes")
			.tag("protocol", PROTOCOL)
			.register(registry);
		for (NodeOutcome.Kind kind : NodeOutcome.Kind.values()) {
			notifications.put(kind,
					Counter.builder("fuota.notifications")
						.tag("protocol", PROTOCOL)
						.tag("outcome", kind.name().toLowerCase(Locale.ROOT))
						.register(registry));
		}
	}

	/** A block was sent; the last one ends a download. */
	void sent(int count, boolean last) {
		bytes.increment(count);
		if (last) {
			whole.increment();
		}
	}

	/** A node was notified, or wasn't. */
	void notified(NodeOutcome.Kind outcome) {
		Counter counter = notifications.get(outcome);
		if (counter != null) {
			counter.increment();
		}
	}

}
