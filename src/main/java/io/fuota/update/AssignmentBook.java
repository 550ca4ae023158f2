package io.fuota.update;

import io.fuota.device.DeviceId;
import io.fuota.step.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which file is assigned to which device. Written to the database first, answered from
 * memory: a check needs no database, no lock and no more time with a million rows than
 * with ten.
 */
@Component
public class AssignmentBook {

	private static final Logger LOG = LoggerFactory.getLogger(AssignmentBook.class);

	private static final int PAGE = 5_000;

	private static final int BATCH = 1_000;

	private final Assignments rows;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final Map<String, Assignment> byDevice = new ConcurrentHashMap<>();

	// One writer at a time, so that memory changes in the order of the commits.
	private final ReentrantLock writing = new ReentrantLock();

	AssignmentBook(Assignments rows, JdbcTemplate jdbc, TransactionTemplate transactions) {
		this.rows = rows;
		this.jdbc = jdbc;
		this.transactions = transactions;
		load();
	}

	/** The assignment of this device. */
	public Optional<Assignment> find(DeviceId device) {
		return Optional.ofNullable(byDevice.get(device.value()));
	}

	/**
	 * Adds or replaces one assignment, durably when this returns.
	 */
	public void assign(Assignment assignment) {
		assignAll(List.of(assignment)::forEach);
	}

	/**
	 * Adds or replaces many assignments in one transaction: all of them or, on any
	 * failure, none. Rows for other devices stay.
	 * @param assignments gone through twice; no device twice
	 */
	public void assignAll(AssignmentRows assignments) {
		writing.lock();
		try {
			transactions.executeWithoutResult(_ -> {
				upsert(assignments);
				Step.ASSIGN_WRITTEN.reached();
			});
			Step.ASSIGN_COMMITTED.reached();
			Map<String, String> shared = new HashMap<>();
			assignments.forEach(row -> remember(row, shared));
		}
		finally {
			writing.unlock();
		}
	}

	/**
	 * Removes a device's assignment, durably when this returns; false when it has none.
	 */
	public boolean remove(DeviceId device) {
		writing.lock();
		try {
			Integer removed = transactions.execute(_ -> {
				int count = rows.remove(device.value());
				Step.UNASSIGN_WRITTEN.reached();
				return count;
			});
			Step.UNASSIGN_COMMITTED.reached();
			byDevice.remove(device.value());
			return removed != null && removed > 0;
		}
		finally {
			writing.unlock();
		}
	}

	/**
	 * A page of assignments in the order of their device ids.
	 * @param after the last id of the page before; the empty string for the first page
	 * @param size at most this many
	 */
	public List<Assignment> page(String after, int size) {
		return rows.page(after, Limit.of(size));
	}

	/**
	 * The devices that a file is assigned to, sorted, and at most {@code limit} of them.
	 */
	public List<String> devicesAssignedTo(String fileName, int limit) {
		return byDevice.values()
			.stream()
			.filter(row -> row.fileName().equals(fileName))
			.map(Assignment::deviceId)
			.sorted()
			.limit(limit)
			.toList();
	}

	// In batches of JDBC's own: JPA would read each row first, and takes five times as
	// long.
	private void upsert(AssignmentRows assignments) {
		List<Assignment> batch = new ArrayList<>(BATCH);
		assignments.forEach(row -> {
			batch.add(row);
			if (batch.size() == BATCH) {
				upsert(batch);
				batch.clear();
			}
		});
		upsert(batch);
	}

	private void upsert(List<Assignment> batch) {
		jdbc.batchUpdate("""
				insert into device_app (device_id, app_ver, update_file_path) values (?, ?, ?)
				on conflict (device_id) do update
				set app_ver = excluded.app_ver, update_file_path = excluded.update_file_path
				""", batch, BATCH, (statement, row) -> {
			statement.setString(1, row.deviceId());
			statement.setString(2, row.fromVersion());
			statement.setString(3, row.fileName());
		});
	}

	private void load() {
		Map<String, String> shared = new HashMap<>();
		String last = "";
		for (List<Assignment> page = page(last, PAGE); !page.isEmpty(); page = page(last, PAGE)) {
			page.forEach(row -> remember(row, shared));
			last = page.getLast().deviceId();
		}
		LOG.info("{} devices have an assignment", byDevice.size());
	}

	// Many devices have few versions and files: equal strings are kept once.
	private void remember(Assignment row, Map<String, String> shared) {
		byDevice.put(row.deviceId(), row.sharing(text -> shared.computeIfAbsent(text, same -> same)));
	}

}
