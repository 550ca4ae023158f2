package io.fuota.protocol.fmu;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * When answers last changed by a file that was replaced or deleted, or by an assignment.
 * The database notes it within the transactions that change them (V7__coap.sql), so that
 * it is known after a restart, too. Files that are new aren't noted: they have a date of
 * their own.
 */
@Component
class AnswerChanges {

	private static final Logger LOG = LoggerFactory.getLogger(AnswerChanges.class);

	private final JdbcTemplate jdbc;

	private final Clock clock;

	AnswerChanges(JdbcTemplate jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/** Whether there was a change within this time, or may have been. */
	boolean anyWithin(Duration time) {
		try {
			Long changedAt = jdbc.queryForObject("select changed_at_ms from fmu_answer_change", Long.class);
			long age = changedAt == null ? 0 : clock.millis() - changedAt;
			return age < time.toMillis();
		}
		catch (DataAccessException unknown) {
			LOG.warn("can't look up when .fmu files changed: {}", unknown.toString());
			return true;
		}
	}

}
