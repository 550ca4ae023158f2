package io.fuota.history;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How much history is kept.
 *
 * @param keep how long (FUOTA_HISTORY_KEEP); at least a day
 * @param maxEvents events of all devices together, and entries of the audit trail
 * (FUOTA_HISTORY_MAX_EVENTS); at least 1,000
 */
@ConfigurationProperties("fuota.history")
public record HistorySettings(Duration keep, long maxEvents) {

	private static final Duration LEAST_TIME = Duration.ofDays(1);

	private static final long LEAST_EVENTS = 1_000;

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public HistorySettings {
		if (keep.compareTo(LEAST_TIME) < 0) {
			throw new IllegalArgumentException("FUOTA_HISTORY_KEEP must be at least 1d, not " + keep);
		}
		if (maxEvents < LEAST_EVENTS) {
			throw new IllegalArgumentException(
					"FUOTA_HISTORY_MAX_EVENTS must be at least " + LEAST_EVENTS + ", not " + maxEvents);
		}
	}

}
