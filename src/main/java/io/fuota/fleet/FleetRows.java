package io.fuota.fleet;

import io.fuota.fleet.OfferedFile.Build;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The tables {@code device}, {@code update_attempt} and {@code learned_version}, in
 * batches of JDBC's own: JPA would read each row before it is written.
 */
@Component
class FleetRows {

	private static final int BATCH = 1_000;

	private static final String SAVE_DEVICE = """
			insert or replace into device (device_id, version, version_since_ms, last_seen_ms, address, protocol,
			hardware, project, secure_version, attempt_id, failed_rounds, quarantined_sha256, quarantined_file,
			quarantined_at_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			""";

	private static final String SAVE_SIGHTING = "update device set last_seen_ms = ?, address = ?, protocol = ? where device_id = ?";

	private static final String SAVE_ATTEMPT = """
			insert or replace into update_attempt (id, device_id, from_version, file_name, sha256, size_bytes,
			expected_version, hardware, project, secure_version, state, bytes, doubtful, offered_at_ms, changed_at_ms,
			outcome) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			""";

	private static final String LOAD = """
			select d.device_id, d.version, d.version_since_ms, d.last_seen_ms, d.address, d.protocol,
			d.hardware as device_hardware, d.project as device_project, d.secure_version as device_secure_version,
			d.failed_rounds, d.quarantined_sha256, d.quarantined_file, d.quarantined_at_ms, a.*
			from device d left join update_attempt a on a.id = d.attempt_id
			""";

	private static final String ATTEMPTS_OF = "select * from update_attempt where device_id = ? order by id desc limit ?";

	private final JdbcTemplate jdbc;

	FleetRows(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/** An attempt and whose it is. */
	record AttemptRow(String device, UpdateAttempt attempt) {
	}

	/** What was learned of some bytes. */
	record LearnedRow(String sha256, String version, String device, Instant at) {
	}

	void saveDevices(Collection<DeviceStatus> devices) {
		jdbc.batchUpdate(SAVE_DEVICE, devices, BATCH, FleetRows::bind);
	}

	/**
	 * Of devices that are in the table as they are, but for when and how they were last
	 * seen.
	 */
	void saveSightings(Collection<DeviceStatus> devices) {
		jdbc.batchUpdate(SAVE_SIGHTING, devices, BATCH, (statement, device) -> {
			statement.setLong(1, device.lastSeen().toEpochMilli());
			statement.setString(2, device.address());
			statement.setString(3, device.protocol());
			statement.setString(4, device.id());
		});
	}

	void saveAttempts(Collection<AttemptRow> attempts) {
		jdbc.batchUpdate(SAVE_ATTEMPT, attempts, BATCH, FleetRows::bind);
	}

	void saveLearned(Collection<LearnedRow> learned) {
		jdbc.batchUpdate("insert or ignore into learned_version values (?, ?, ?, ?)", learned, BATCH,
				(statement, row) -> {
					statement.setString(1, row.sha256());
					statement.setString(2, row.version());
					statement.setString(3, row.device());
					statement.setLong(4, row.at().toEpochMilli());
				});
	}

	/** Every device, with its latest attempt. */
	void load(Consumer<DeviceStatus> action) {
		// Many devices have few versions and files: equal strings are kept once.
		Map<String, String> shared = new HashMap<>();
		jdbc.query(LOAD, row -> {
			action.accept(status(row, shared));
		});
	}

	Map<String, String> loadLearned() {
		Map<String, String> versions = new HashMap<>();
		jdbc.query("select sha256, version from learned_version", row -> {
			versions.put(row.getString(1), row.getString(2));
		});
		return versions;
	}

	/** A device's latest attempts, newest first. */
	List<UpdateAttempt> attemptsOf(String device, int limit) {
		Map<String, String> shared = new HashMap<>();
		return jdbc.query(ATTEMPTS_OF, (row, _) -> attempt(row, shared), device, limit);
	}

	/**
	 * Deletes all that is known of a device.
	 * @return whether there was anything
	 */
	boolean delete(String device) {
		int rows = 0;
		for (String table : List.of("device", "update_attempt", "device_label", "device_event")) {
			rows += jdbc.update("delete from " + table + " where device_id = ?", device);
		}
		return rows > 0;
	}

	long lastAttemptId() {
		Long last = jdbc.queryForObject("select coalesce(max(id), 0) from update_attempt", Long.class);
		return last == null ? 0 : last;
	}

	/**
	 * Deletes attempts that are over and older than a time, but never a device's latest.
	 * @return how many
	 */
	int purgeAttempts(Instant before, int limit) {
		return jdbc.update("""
				delete from update_attempt where id in (select id from update_attempt a where a.changed_at_ms < ?
				and not exists (select 1 from device d where d.attempt_id = a.id) order by id limit ?)
				""", before.toEpochMilli(), limit);
	}

	private static void bind(PreparedStatement statement, DeviceStatus device) throws SQLException {
		statement.setString(1, device.id());
		statement.setString(2, device.version());
		statement.setLong(3, device.versionSince().toEpochMilli());
		statement.setLong(4, device.lastSeen().toEpochMilli());
		statement.setString(5, device.address());
		statement.setString(6, device.protocol());
		statement.setString(7, device.build().hardware());
		statement.setString(8, device.build().project());
		number(statement, 9, device.build().secureVersion());
		UpdateAttempt attempt = device.attempt();
		number(statement, 10, attempt == null ? null : Long.valueOf(attempt.id()));
		statement.setInt(11, device.failedRounds());
		Quarantine quarantine = device.quarantine();
		statement.setString(12, quarantine == null ? null : quarantine.sha256());
		statement.setString(13, quarantine == null ? null : quarantine.fileName());
		number(statement, 14, quarantine == null ? null : Long.valueOf(quarantine.since().toEpochMilli()));
	}

	private static void bind(PreparedStatement statement, AttemptRow row) throws SQLException {
		UpdateAttempt attempt = row.attempt();
		OfferedFile file = attempt.file();
		statement.setLong(1, attempt.id());
		statement.setString(2, row.device());
		statement.setString(3, attempt.fromVersion());
		statement.setString(4, file.name());
		statement.setString(5, file.sha256());
		statement.setLong(6, file.size());
		statement.setString(7, file.build().version());
		statement.setString(8, file.build().hardware());
		statement.setString(9, file.build().project());
		number(statement, 10, file.build().secureVersion());
		statement.setString(11, attempt.state().name());
		statement.setLong(12, attempt.bytes());
		statement.setInt(13, attempt.doubtful() ? 1 : 0);
		statement.setLong(14, attempt.offeredAt().toEpochMilli());
		statement.setLong(15, attempt.changedAt().toEpochMilli());
		statement.setString(16, attempt.outcome());
	}

	private static void number(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
		if (value == null) {
			statement.setNull(index, Types.INTEGER);
		}
		else {
			statement.setLong(index, value);
		}
	}

	private static DeviceStatus status(ResultSet row, Map<String, String> shared) throws SQLException {
		String quarantined = shared(row, "quarantined_sha256", shared);
		Build build = new Build(shared(row, "device_hardware", shared), shared(row, "device_project", shared), null,
				number(row, "device_secure_version"));
		row.getLong("id");
		UpdateAttempt attempt = row.wasNull() ? null : attempt(row, shared);
		return new DeviceStatus(text(row, "device_id", shared), shared(row, "version", shared),
				time(row, "version_since_ms"), time(row, "last_seen_ms"), row.getString("address"),
				text(row, "protocol", shared), build, attempt, row.getInt("failed_rounds"),
				quarantined == null ? null : new Quarantine(text(row, "quarantined_file", shared), quarantined,
						time(row, "quarantined_at_ms")));
	}

	private static UpdateAttempt attempt(ResultSet row, Map<String, String> shared) throws SQLException {
		Build build = new Build(shared(row, "hardware", shared), shared(row, "project", shared),
				shared(row, "expected_version", shared), number(row, "secure_version"));
		OfferedFile file = new OfferedFile(text(row, "file_name", shared), text(row, "sha256", shared),
				row.getLong("size_bytes"), build);
		return new UpdateAttempt(row.getLong("id"), text(row, "from_version", shared), file,
				AttemptState.valueOf(row.getString("state")), row.getLong("bytes"), row.getInt("doubtful") != 0,
				time(row, "offered_at_ms"), time(row, "changed_at_ms"), row.getString("outcome"));
	}

	private static Instant time(ResultSet row, String column) throws SQLException {
		return Instant.ofEpochMilli(row.getLong(column));
	}

	private static @Nullable Long number(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

	private static String text(ResultSet row, String column, Map<String, String> shared) throws SQLException {
		return Objects.requireNonNull(shared(row, column, shared), column);
	}

	private static @Nullable String shared(ResultSet row, String column, Map<String, String> shared)
			throws SQLException {
		String text = row.getString(column);
		return text == null ? null : shared.computeIfAbsent(text, same -> same);
	}

}
