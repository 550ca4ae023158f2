package io.fuota.fleet;

import io.fuota.history.HistorySettings;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The attempts that are in the database: each device's latest, and those before. */
@Component
public class AttemptHistory {

	private static final int PURGED_AT_ONCE = 1_000;

	private final FleetRows rows;

	private final HistorySettings settings;

	AttemptHistory(FleetRows rows, HistorySettings settings) {
		this.rows = rows;
		this.settings = settings;
	}

	/**
	 * A device's latest attempts, newest first; what happened in the last second may be
	 * missing.
	 */
	public List<UpdateAttempt> of(String device, int limit) {
		return rows.attemptsOf(device, limit);
	}

	/**
	 * Deletes a step of attempts that ended too long ago.
	 * @return whether there is more to delete
	 */
	public boolean purge(Instant now) {
		return rows.purgeAttempts(now.minus(settings.keep()), PURGED_AT_ONCE) == PURGED_AT_ONCE;
	}

}
