package io.fuota.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What happened to devices, newest last. Bounded by {@link HistorySettings}.
 */
@Component
public class Timeline {

	private static final int BATCH = 1_000;

	/** Events deleted in one transaction, so that none holds the database for long. */
	private static final int PURGED_AT_ONCE = 1_000;

	private static final String COLUMNS = "id, device_id, at_ms, kind, version, file_name, bytes, note";

	private final JdbcTemplate jdbc;

	private final ApplicationEventPublisher listeners;

	private final HistorySettings settings;

	private final AtomicLong lastId;

	Timeline(JdbcTemplate jdbc, ApplicationEventPublisher listeners, HistorySettings settings) {
		this.jdbc = jdbc;
		this.listeners = listeners;
		this.settings = settings;
		this.lastId = new AtomicLong(number("select coalesce(max(id), 0) from device_event"));
	}

	/**
	 * Writes events within the caller's transaction.
	 * @return the same with their ids, to be told to {@link #tell} after the commit
	 */
	public List<DeviceEvent> write(Collection<DeviceEvent> events) {
		List<DeviceEvent> numbered = new ArrayList<>(events.size());
		for (DeviceEvent event : events) {
			numbered.add(new DeviceEvent(lastId.incrementAndGet(), event.device(), event.at(), event.kind(),
					event.version(), event.file(), event.bytes(), event.note()));
		}
		jdbc.batchUpdate("insert into device_event (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)", numbered, BATCH,
				(statement, event) -> {
					statement.setLong(1, event.id());
					statement.setString(2, event.device());
					statement.setLong(3, event.at().toEpochMilli());
					statement.setString(4, event.kind().name());
					statement.setString(5, event.version());
					statement.setString(6, event.file());
					statement.setObject(7, event.bytes());
					statement.setString(8, event.note());
				});
		return numbered;
	}

	/** Tells listeners of events that are durable now. */
	public void tell(List<DeviceEvent> written) {
		if (!written.isEmpty()) {
			listeners.publishEvent(new DeviceEventsWritten(List.copyOf(written)));
		}
	}

	/**
	 * A device's latest events, newest first.
	 * @param before only events with smaller ids; Long.MAX_VALUE for the newest
	 * @param limit at most this many
	 */
	public List<DeviceEvent> of(String device, long before, int limit) {
		return jdbc.query(
				"select " + COLUMNS + " from device_event where device_id = ? and id < ? order by id desc limit ?",
				(row, _) -> event(row), device, before, limit);
	}

	/**
	 * Events of all devices in the order in which they were written.
	 * @param after only events with greater ids; 0 for the first
	 * @param limit at most this many
	 */
	public List<DeviceEvent> since(long after, int limit) {
		return jdbc.query("select " + COLUMNS + " from device_event where id > ? order by id limit ?",
				(row, _) -> event(row), after, limit);
	}

	/** The id of the newest event; 0 when there is none. */
	public long lastId() {
		return lastId.get();
	}

	/**
	 * Deletes a step of what is too old or too much.
	 * @return whether there is more to delete
	 */
	public boolean purge(Instant now) {
		return purge(now, settings);
	}

	boolean purge(Instant now, HistorySettings kept) {
		long oldest = now.minus(kept.keep()).toEpochMilli();
		long excess = lastId.get() - kept.maxEvents();
		int purged = jdbc.update("""
				delete from device_event where id in
				(select id from device_event where at_ms < ? or id <= ? order by id limit ?)
				""", oldest, excess, PURGED_AT_ONCE);
		return purged == PURGED_AT_ONCE;
	}

	private static DeviceEvent event(ResultSet row) throws SQLException {
		long bytes = row.getLong("bytes");
		@Nullable Long sent = row.wasNull() ? null : bytes;
		return new DeviceEvent(row.getLong("id"), row.getString("device_id"),
				Instant.ofEpochMilli(row.getLong("at_ms")), EventKind.valueOf(row.getString("kind")),
				row.getString("version"), row.getString("file_name"), sent, row.getString("note"));
	}

	private long number(String query) {
		Long value = jdbc.queryForObject(query, Long.class);
		return value == null ? 0 : value;
	}

}
