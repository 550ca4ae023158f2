package io.fuota.update;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds devices, those that were seen and those that have an assignment, in the order of
 * their ids as SQLite compares them (by UTF-8 bytes). What happened within the last
 * second may not be found yet.
 */
@Component
public class DeviceDirectory {

	private static final int PAGE = 5_000;

	private final JdbcTemplate jdbc;

	DeviceDirectory(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/** A page of the ids of devices that match. */
	public List<String> find(DeviceQuery query) {
		if (DeviceQuery.NEVER_SEEN.equals(query.state())) {
			Conditions conditions = new Conditions("t.device_id", query);
			return select("device_app t",
					conditions.and("not exists (select 1 from device d where d.device_id = t.device_id)"),
					query.limit());
		}
		List<String> seen = select("device t left join update_attempt a on a.id = t.attempt_id",
				new Conditions("t.device_id", query).seen(query), query.limit());
		if (query.isAboutSeenDevices()) {
			return seen;
		}
		List<String> assigned = select("device_app t", new Conditions("t.device_id", query), query.limit());

		return Stream.concat(seen.stream(), assigned.stream())
			.collect(Collectors.toCollection(() -> new TreeSet<>(DeviceDirectory::compare)))
			.stream()
			.limit(query.limit())
			.toList();
	}

	/**
	 * The ids of all devices that match, however many pages that are.
	 * @param query where to begin; its limit doesn't count
	 * @param most no more than so many are found
	 */
	public List<String> findAll(DeviceQuery query, int most) {
		List<String> found = new ArrayList<>();
		DeviceQuery next = query.page(query.after(), Math.min(PAGE, most));
		for (List<String> page = find(next); !page.isEmpty(); page = find(next)) {
			found.addAll(page);
			next = query.page(page.getLast(), Math.min(PAGE, most - found.size()));
			if (next.limit() == 0) {
				break;
			}
		}
		return found;
	}

	/** By code points, which is the order of UTF-8 bytes. */
	private static int compare(String one, String other) {
		int[] left = one.codePoints().toArray();
		int[] right = other.codePoints().toArray();
		return Arrays.compare(left, right);
	}

	private List<String> select(String from, Conditions conditions, int limit) {
		List<Object> values = new ArrayList<>(conditions.values);
		values.add(limit);
		return jdbc.query("select t.device_id from " + from + " where " + conditions + " order by t.device_id limit ?",
				(row, _) -> row.getString(1), values.toArray());
	}

	/** Conditions joined by "and", and their values. */
	private static final class Conditions {

		private final List<String> texts = new ArrayList<>();

		private final List<Object> values = new ArrayList<>();

		Conditions(String id, DeviceQuery query) {
			begin(id, query);
			if (query.label() != null) {
				and("exists (select 1 from device_label l where l.device_id = " + id + " and l.label = ?)",
						query.label());
			}
		}

		/** Of two lower bounds SQLite begins at the first, so there is one. */
		private void begin(String id, DeviceQuery query) {
			String prefix = query.prefix();
			if (prefix == null || compare(query.after(), prefix) >= 0) {
				and(id + " > ?", query.after());
			}
			else {
				and(id + " >= ?", prefix);
			}
			if (prefix != null) {
				and(id + " < ? || char(1114111)", prefix);
				and("substr(" + id + ", 1, length(?)) = ?", prefix, prefix);
			}
		}

		Conditions seen(DeviceQuery query) {
			with("t.version = ?", query.version());
			with("t.hardware = ?", query.hardware());
			if (DeviceQuery.QUARANTINED.equals(query.state())) {
				and("t.quarantined_sha256 is not null");
			}
			else {
				with("a.state = ?", query.state());
			}
			with("t.last_seen_ms >= ?", query.seenAfter() == null ? null : query.seenAfter().toEpochMilli());
			with("t.last_seen_ms < ?", query.seenBefore() == null ? null : query.seenBefore().toEpochMilli());
			return this;
		}

		private void with(String text, @Nullable Object value) {
			if (value != null) {
				and(text, value);
			}
		}

		Conditions and(String text, Object... more) {
			texts.add(text);
			values.addAll(List.of(more));
			return this;
		}

		@Override
		public String toString() {
			return String.join(" and ", texts);
		}

	}

}
