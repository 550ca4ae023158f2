package io.fuota.protocol.exosite;

import io.fuota.protocol.exosite.ExositeDevice.State;
import io.fuota.protocol.exosite.ExositeDevice.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code exosite_device} and {@code exosite_report}. */
@Component
class ExositeRows {

	private static final int BATCH = 1_000;

	private static final JsonMapper JSON = new JsonMapper();

	private final JdbcTemplate jdbc;

	ExositeRows(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * What a device reported.
	 *
	 * @param id 0 before it is written
	 * @param version of the package; null where it named none
	 * @param note for its timeline
	 */
	record Report(long id, String device, Instant at, @Nullable String version, String note) {
	}

	/** Hands over every device; equal offers are one object, since many have the same. */
	void load(Consumer<State> action) {
		Map<String, Offer> shared = new HashMap<>();
		RowCallbackHandler each = row -> action.accept(state(row, shared));
		jdbc.query("select * from exosite_device", each);
	}

	void save(Collection<State> states) {
		OfferTexts texts = new OfferTexts();
		jdbc.batchUpdate("""
				insert into exosite_device (device_id, product, sn, enabled, cik_sha256, created_at_ms, activated_at_ms,
				config, config_at_us, offer, assignment_key, otau_in, otau_in_at_us)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				on conflict (device_id) do update set enabled = excluded.enabled, cik_sha256 = excluded.cik_sha256,
				activated_at_ms = excluded.activated_at_ms, config = excluded.config,
				config_at_us = excluded.config_at_us, offer = excluded.offer,
				assignment_key = excluded.assignment_key, otau_in = excluded.otau_in,
				otau_in_at_us = excluded.otau_in_at_us
				""", states, BATCH, (statement, state) -> set(statement, state, texts));
	}

	boolean delete(String device) {
		jdbc.update("delete from exosite_report where device_id = ?", device);
		return jdbc.update("delete from exosite_device where device_id = ?", device) > 0;
	}

	void report(Report report) {
		jdbc.update("insert into exosite_report (device_id, at_ms, version, note) values (?, ?, ?, ?)", report.device(),
				report.at().toEpochMilli(), report.version(), report.note());
	}

	/** The reports that aren't in timelines yet, each device's in their order. */
	List<Report> reports(int limit) {
		return jdbc.query("select * from exosite_report order by id limit ?",
				(row, _) -> new Report(row.getLong("id"), row.getString("device_id"),
						Instant.ofEpochMilli(row.getLong("at_ms")), row.getString("version"), row.getString("note")),
				limit);
	}

	void deleteReports(long lastId) {
		jdbc.update("delete from exosite_report where id <= ?", lastId);
	}

	private static void set(PreparedStatement statement, State state, OfferTexts texts) throws SQLException {
		Value config = state.config();
		Value otauIn = state.otauIn();
		Instant activated = state.activatedAt();
		Object[] values = { state.id(), state.product(), state.sn(), state.enabled() ? 1 : 0, state.cikSha256(),
				state.createdAt().toEpochMilli(), activated == null ? null : activated.toEpochMilli(),
				config == null ? null : config.text(), config == null ? null : config.atMicros(),
				state.offer() == null ? null : texts.of(state.offer()), state.assignmentKey(),
				otauIn == null ? null : otauIn.text(), otauIn == null ? null : otauIn.atMicros() };
		for (int i = 0; i < values.length; i++) {
			statement.setObject(i + 1, values[i]);
		}
	}

	/** Of thousands of devices that are written together, most have the same offer. */
	private static final class OfferTexts {

		private static final int KEPT = 1_000;

		private final Map<Offer, String> known = new HashMap<>();

		String of(Offer offer) {
			if (known.size() >= KEPT) {
				known.clear();
			}
			return known.computeIfAbsent(offer, JSON::writeValueAsString);
		}

	}

	private static State state(ResultSet row, Map<String, Offer> shared) throws SQLException {
		String offer = row.getString("offer");
		long activated = row.getLong("activated_at_ms");
		Instant activatedAt = row.wasNull() ? null : Instant.ofEpochMilli(activated);
		return new State(row.getString("device_id"), row.getString("product"), row.getString("sn"),
				row.getInt("enabled") != 0, row.getString("cik_sha256"),
				Instant.ofEpochMilli(row.getLong("created_at_ms")), activatedAt, value(row, "config"),
				offer == null ? null : shared.computeIfAbsent(offer, text -> JSON.readValue(text, Offer.class)),
				row.getString("assignment_key"), value(row, "otau_in"));
	}

	private static @Nullable Value value(ResultSet row, String column) throws SQLException {
		String text = row.getString(column);
		return text == null ? null : new Value(text, row.getLong(column + "_at_us"));
	}

}
