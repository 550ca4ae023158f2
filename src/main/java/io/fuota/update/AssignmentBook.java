package io.fuota.update;

import io.fuota.device.DeviceId;
import io.fuota.fleet.Fleet;
import io.fuota.history.AuditTrail;
import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import io.fuota.history.Timeline;
import io.fuota.step.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
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

	/** Of more assignments at once, listeners are told of the first ones only. */
	private static final int MAX_TOLD = 1_000;

	private final Assignments rows;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transactions;

	private final Fleet fleet;

	private final Timeline timeline;

	private final AuditTrail audit;

	private final Clock clock;

	private final ApplicationEventPublisher listeners;

	private final Map<String, Assignment> byDevice = new ConcurrentHashMap<>();

	/** Devices whose assignment was made although the image doesn't fit. */
	private final Set<String> forced = ConcurrentHashMap.newKeySet();

	// One writer at a time, so that memory changes in the order of the commits.
	private final ReentrantLock writing = new ReentrantLock();

	AssignmentBook(Assignments rows, JdbcTemplate jdbc, TransactionTemplate transactions, Fleet fleet,
			Timeline timeline, AuditTrail audit, Clock clock, ApplicationEventPublisher listeners) {
		this.rows = rows;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.fleet = fleet;
		this.timeline = timeline;
		this.audit = audit;
		this.clock = clock;
		this.listeners = listeners;
		load();
	}

	/** The assignment of this device. */
	public Optional<Assignment> find(DeviceId device) {
		return Optional.ofNullable(byDevice.get(device.value()));
	}

	/** Whether an operator made this assignment although the image doesn't fit. */
	public boolean isForced(Assignment assignment) {
		return forced.contains(assignment.deviceId());
	}

	/** How many devices have an assignment and don't match. */
	public long countUnless(Predicate<String> match) {
		return byDevice.keySet().stream().filter(Predicate.not(match)).count();
	}

	/** How many devices are assigned to each file, by the file's name. */
	public Map<String, Long> countByFile() {
		return byDevice.values().stream().collect(Collectors.groupingBy(Assignment::fileName, Collectors.counting()));
	}

	/** How many devices have an assignment. */
	public int size() {
		return byDevice.size();
	}

	/** Adds or replaces one assignment, durably when this returns. */
	public void assign(Assignment assignment, boolean force) {
		assignAll(List.of(assignment)::forEach, force);
	}

	/**
	 * Adds or replaces many assignments in one transaction: all of them or, on any
	 * failure, none. Rows for other devices stay. Each counts as looking after the
	 * device, also where it says what was there before: a quarantine ends.
	 * @param assignments gone through twice; no device twice
	 * @param force whether they count although the image doesn't fit the device
	 */
	public void assignAll(AssignmentRows assignments, boolean force) {
		writing.lock();
		try {
			List<DeviceEvent> told = new ArrayList<>();
			transactions.executeWithoutResult(_ -> {
				told.clear();
				upsert(assignments, force, told);
				Step.ASSIGN_WRITTEN.reached();
			});
			Step.ASSIGN_COMMITTED.reached();
			Map<String, String> shared = new HashMap<>();
			boolean[] mustBeDurable = new boolean[1];
			assignments.forEach(row -> {
				remember(row, shared);
				if (force) {
					forced.add(row.deviceId());
				}
				else {
					forced.remove(row.deviceId());
				}
				mustBeDurable[0] |= fleet.assigned(row.deviceId(), row.fileName());
			});
			timeline.tell(told);
			tellChanged(assignments);
			if (mustBeDurable[0]) {
				fleet.awaitDurable();
			}
		}
		finally {
			writing.unlock();
		}
	}

	/** Runs something while nobody else can change an assignment. */
	<T> T exclusively(Supplier<T> action) {
		writing.lock();
		try {
			return action.get();
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
			Assignment old = byDevice.get(device.value());
			if (old == null) {
				return false;
			}
			List<DeviceEvent> told = transactions.execute(_ -> {
				rows.remove(device.value());
				jdbc.update("delete from forced_assignment where device_id = ?", device.value());
				audit.record("unassign", device.value(), old.inWords(), null, false);
				List<DeviceEvent> event = timeline.write(List.of(DeviceEvent.of(device.value(), clock.instant(),
						EventKind.UNASSIGNED, old.fromVersion(), old.fileName())));
				Step.UNASSIGN_WRITTEN.reached();
				return event;
			});
			Step.UNASSIGN_COMMITTED.reached();
			byDevice.remove(device.value());
			forced.remove(device.value());
			if (fleet.assigned(device.value(), null)) {
				fleet.awaitDurable();
			}
			timeline.tell(told == null ? List.of() : told);
			listeners.publishEvent(new AssignmentsChanged(List.of(device.value())));
			return true;
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
	private void upsert(AssignmentRows assignments, boolean force, List<DeviceEvent> told) {
		List<Assignment> batch = new ArrayList<>(BATCH);
		long[] count = new long[1];
		Instant now = clock.instant();
		assignments.forEach(row -> {
			batch.add(row);
			count[0]++;
			if (batch.size() == BATCH) {
				upsert(batch, force, now, told);
				batch.clear();
			}
		});
		upsert(batch, force, now, told);
		if (count[0] == 1) {
			Assignment old = byDevice.get(batch.getFirst().deviceId());
			audit.record("assign", batch.getFirst().deviceId(), old == null ? null : old.inWords(),
					batch.getFirst().inWords(), force);
		}
		else {
			audit.record("assign-many", count[0] + " devices", null, null, force);
		}
	}

	private void upsert(List<Assignment> batch, boolean force, Instant now, List<DeviceEvent> told) {
		jdbc.batchUpdate("""
				insert into device_app (device_id, app_ver, update_file_path) values (?, ?, ?)
				on conflict (device_id) do update
				set app_ver = excluded.app_ver, update_file_path = excluded.update_file_path
				""", batch, BATCH, (statement, row) -> {
			statement.setString(1, row.deviceId());
			statement.setString(2, row.fromVersion());
			statement.setString(3, row.fileName());
		});
		if (force) {
			jdbc.batchUpdate("insert or ignore into forced_assignment (device_id) values (?)", batch, BATCH,
					(statement, row) -> statement.setString(1, row.deviceId()));
		}
		else if (!forced.isEmpty()) {
			jdbc.batchUpdate("delete from forced_assignment where device_id = ?", batch, BATCH,
					(statement, row) -> statement.setString(1, row.deviceId()));
		}
		List<DeviceEvent> events = new ArrayList<>();
		for (Assignment row : batch) {
			Assignment old = byDevice.get(row.deviceId());
			if (old == null || !old.saysTheSameAs(row)) {
				events.add(DeviceEvent.of(row.deviceId(), now, EventKind.ASSIGNED, row.fromVersion(), row.fileName()));
			}
		}
		List<DeviceEvent> written = timeline.write(events);
		if (told.size() < MAX_TOLD) {
			told.addAll(written);
		}
	}

	private void tellChanged(AssignmentRows assignments) {
		List<String> devices = new ArrayList<>();
		assignments.forEach(row -> devices.add(row.deviceId()));
		listeners.publishEvent(new AssignmentsChanged(devices));
	}

	private void load() {
		Map<String, String> shared = new HashMap<>();
		String last = "";
		for (List<Assignment> page = page(last, PAGE); !page.isEmpty(); page = page(last, PAGE)) {
			page.forEach(row -> remember(row, shared));
			last = page.getLast().deviceId();
		}
		forced.addAll(jdbc.queryForList("select device_id from forced_assignment", String.class));
		LOG.info("{} devices have an assignment", byDevice.size());
	}

	// Many devices have few versions and files: equal strings are kept once.
	private void remember(Assignment row, Map<String, String> shared) {
		byDevice.put(row.deviceId(), row.sharing(text -> shared.computeIfAbsent(text, same -> same)));
	}

}
