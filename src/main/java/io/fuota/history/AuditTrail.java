package io.fuota.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What operators did: who, from where, what, before and after. Written in the transaction
 * of the act itself, so that neither is there without the other. What an operator changes
 * in a device's own state (release, describe) is durable first, and noted right after.
 */
@Component
public class AuditTrail {

	private static final int PURGED_AT_ONCE = 1_000;

	private final JdbcTemplate jdbc;

	private final Clock clock;

	private final HistorySettings settings;

	AuditTrail(JdbcTemplate jdbc, Clock clock, HistorySettings settings) {
		this.jdbc = jdbc;
		this.clock = clock;
		this.settings = settings;
	}

	/** Notes an act of {@link Actor#current()}, within the caller's transaction. */
	public void record(String action, String target, @Nullable String before, @Nullable String after, boolean forced) {
		Actor actor = Actor.current();
		jdbc.update("""
				insert into audit_entry (at_ms, account, address, action, target, before, after, forced)
				values (?, ?, ?, ?, ?, ?, ?, ?)
				""", clock.millis(), actor.account(), actor.address(), action, target, before, after, forced ? 1 : 0);
	}

	/**
	 * The latest entries, newest first.
	 * @param before only entries with smaller ids; Long.MAX_VALUE for the newest
	 * @param limit at most this many
	 */
	public List<AuditEntry> page(long before, int limit) {
		return jdbc.query("select * from audit_entry where id < ? order by id desc limit ?", (row, _) -> entry(row),
				before, limit);
	}

	/**
	 * Deletes a step of what is too old or too much.
	 * @return whether there is more to delete
	 */
	public boolean purge(Instant now) {
		int purged = jdbc.update("""
				delete from audit_entry where id in
				(select id from audit_entry
				where at_ms < ? or id <= (select max(id) from audit_entry) - ? order by id limit ?)
				""", now.minus(settings.keep()).toEpochMilli(), settings.maxEvents(), PURGED_AT_ONCE);
		return purged == PURGED_AT_ONCE;
	}

	private static AuditEntry entry(ResultSet row) throws SQLException {
		return new AuditEntry(row.getLong("id"), Instant.ofEpochMilli(row.getLong("at_ms")),
				new Actor(row.getString("account"), row.getString("address")), row.getString("action"),
				row.getString("target"), row.getString("before"), row.getString("after"), row.getInt("forced") != 0);
	}

}
