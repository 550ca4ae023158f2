package io.fuota.operations;

import io.fuota.fleet.AttemptHistory;
import io.fuota.fleet.Fleet;
import io.fuota.history.AuditTrail;
import io.fuota.history.Timeline;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Ends attempts that stand still, and deletes what is older than the history goes; in
 * steps, so that an assignment never waits long for the database.
 */
@Component
class HistoryPurge {

	private final Fleet fleet;

	private final AttemptHistory attempts;

	private final Timeline timeline;

	private final AuditTrail audit;

	private final Clock clock;

	HistoryPurge(Fleet fleet, AttemptHistory attempts, Timeline timeline, AuditTrail audit, Clock clock) {
		this.fleet = fleet;
		this.attempts = attempts;
		this.timeline = timeline;
		this.audit = audit;
		this.clock = clock;
	}

	void run() {
		fleet.expireAttempts();
		Instant now = clock.instant();
		boolean more = true;
		while (more && !Thread.currentThread().isInterrupted()) {
			boolean events = timeline.purge(now);
			boolean entries = audit.purge(now);
			more = attempts.purge(now) || events || entries;
		}
	}

}
