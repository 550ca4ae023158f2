package io.fuota.fleet;

import io.fuota.history.AuditTrail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Words that operators give to devices to find them by. */
@Component
public class DeviceLabels {

	/** The longest label, in UTF-16 code units. */
	public static final int MAX_LENGTH = 64;

	/** So many labels a device has at most. */
	public static final int MAX_LABELS = 32;

	private static final int BATCH = 1_000;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final AuditTrail audit;

	DeviceLabels(JdbcTemplate jdbc, TransactionTemplate transactions, AuditTrail audit) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.audit = audit;
	}

	/** A device's labels, sorted. */
	public List<String> of(String device) {
		return texts("select label from device_label where device_id = ? order by label", device);
	}

	/** The labels of these devices, sorted; a device without labels isn't in the map. */
	public Map<String, List<String>> of(Collection<String> devices) {
		if (devices.isEmpty()) {
			return Map.of();
		}
		Map<String, List<String>> labels = new HashMap<>();
		String marks = String.join(",", Collections.nCopies(devices.size(), "?"));
		jdbc.query("select device_id, label from device_label where device_id in (" + marks + ") order by label",
				row -> {
					labels.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(row.getString(2));
				}, devices.toArray());
		return labels;
	}

	/** The ids of all devices that have labels. */
	public Set<String> labelledDevices() {
		return new HashSet<>(jdbc.queryForList("select distinct device_id from device_label", String.class));
	}

	/** The devices that have a label, sorted. */
	public List<String> devicesWith(String label) {
		return texts("select device_id from device_label where label = ? order by device_id", label);
	}

	/**
	 * Gives a device exactly these labels.
	 * @throws IllegalArgumentException with a sentence, if one breaks a rule
	 */
	public void set(String device, Collection<String> labels) {
		SequencedSet<String> sorted = new TreeSet<>(labels);
		sorted.forEach(DeviceLabels::check);
		if (sorted.size() > MAX_LABELS) {
			throw new IllegalArgumentException("A device has at most " + MAX_LABELS + " labels.");
		}
		transactions.executeWithoutResult(_ -> {
			String before = String.join(", ", of(device));
			jdbc.update("delete from device_label where device_id = ?", device);
			sorted.forEach(label -> jdbc.update("insert into device_label values (?, ?)", device, label));
			audit.record("label", device, before, String.join(", ", sorted), false);
		});
	}

	/**
	 * Adds a label to many devices, or takes it away; all of them or none.
	 * @throws IllegalArgumentException with a sentence, if the label breaks a rule, or a
	 * device would have too many
	 */
	public void change(String label, Collection<String> add, Collection<String> remove) {
		check(label);
		transactions.executeWithoutResult(_ -> {
			jdbc.batchUpdate("insert or ignore into device_label values (?, ?)", add, BATCH, (statement, device) -> {
				statement.setString(1, device);
				statement.setString(2, label);
			});
			jdbc.batchUpdate("delete from device_label where device_id = ? and label = ?", remove, BATCH,
					(statement, device) -> {
						statement.setString(1, device);
						statement.setString(2, label);
					});
			List<String> tooMany = texts(
					"select device_id from device_label group by device_id having count(*) > ? limit 1", MAX_LABELS);
			if (!tooMany.isEmpty()) {
				throw new IllegalArgumentException(
						"The device " + tooMany.getFirst() + " would have more than " + MAX_LABELS + " labels.");
			}
			audit.record("label-many", label, null, add.size() + " added, " + remove.size() + " removed", false);
		});
	}

	private List<String> texts(String query, Object value) {
		return jdbc.query(query, (row, _) -> row.getString(1), value);
	}

	private static void check(String label) {
		OperatorText.check("A label", label, MAX_LENGTH);
	}

}
