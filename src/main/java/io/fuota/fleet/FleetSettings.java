package io.fuota.fleet;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * When an update counts as failed.
 *
 * @param maxAttempts how many whole downloads in a row without effect lead to quarantine
 * (FUOTA_MAX_ATTEMPTS); 1 to 1,000
 * @param deadline how long an attempt may stand still before its end is unknown
 * (FUOTA_ATTEMPT_DEADLINE); at least a minute
 */
@ConfigurationProperties("fuota.updates")
public record FleetSettings(int maxAttempts, Duration deadline) {

	private static final int MOST_ATTEMPTS = 1_000;

	private static final Duration LEAST_DEADLINE = Duration.ofMinutes(1);

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public FleetSettings {
		if (maxAttempts < 1 || maxAttempts > MOST_ATTEMPTS) {
			throw new IllegalArgumentException(
					"FUOTA_MAX_ATTEMPTS must be 1 to " + MOST_ATTEMPTS + ", not " + maxAttempts);
		}
		if (deadline.compareTo(LEAST_DEADLINE) < 0) {
			throw new IllegalArgumentException("FUOTA_ATTEMPT_DEADLINE must be at least 1m, not " + deadline);
		}
	}

}
