package io.fuota.update;

import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.UpdateAttempt;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/** Adds devices up, one after the other. */
final class FleetTally {

	/** Devices under way that are named. */
	static final int MOST_UNDER_WAY = 10;

	private static final Comparator<Moving> EARLIEST_FIRST = Comparator.comparing(Moving::at);

	private long seen;

	private long quarantined;

	private long looping;

	private long failed;

	// Hashed while devices are added, and sorted once at the end.
	private final Map<String, Count> versions = new HashMap<>();

	private final Map<AttemptState, Count> states = new EnumMap<>(AttemptState.class);

	private final Map<String, Count> failures = new HashMap<>();

	private final Map<String, Count> confirmed = new HashMap<>();

	private final PriorityQueue<Moving> moving = new PriorityQueue<>(EARLIEST_FIRST);

	private record Moving(String device, Instant at) {
	}

	/** Counts without a new object for each device. */
	private static final class Count {

		private long value;

	}

	void add(DeviceStatus device) {
		seen++;
		increment(versions, String.valueOf(device.version()));
		UpdateAttempt attempt = device.attempt();
		if (device.quarantine() != null) {
			quarantined++;
		}
		else if (device.failedRounds() > 0) {
			looping++;
		}
		else if (attempt != null && attempt.state() == AttemptState.FAILED) {
			failed++;
		}
		if (attempt != null) {
			add(device.id(), attempt);
		}
	}

	private void add(String device, UpdateAttempt attempt) {
		increment(states, attempt.state());
		if (attempt.state() == AttemptState.FAILED || attempt.state() == AttemptState.UNEXPECTED_VERSION) {
			increment(failures, attempt.file().name());
		}
		if (attempt.state() == AttemptState.CONFIRMED) {
			increment(confirmed, attempt.file().sha256());
		}
		if (!attempt.state().isOver()) {
			moves(device, attempt.changedAt());
		}
	}

	private void moves(String device, Instant at) {
		Moving earliest = moving.peek();
		if (moving.size() < MOST_UNDER_WAY || earliest == null) {
			moving.add(new Moving(device, at));
		}
		else if (at.isAfter(earliest.at())) {
			moving.poll();
			moving.add(new Moving(device, at));
		}
	}

	/**
	 * @param unseen devices that have an assignment and were never seen
	 */
	FleetCounts counts(long unseen, long assigned, long unknown) {
		Map<String, Count> byName = new HashMap<>();
		states.forEach((state, count) -> byName.put(state.name(), count));
		return new FleetCounts(seen + unseen, assigned, seen, unknown, quarantined, looping, failed, sorted(versions),
				sorted(byName), sorted(failures), sorted(confirmed));
	}

	/** The ones that moved last first. */
	List<String> underWay() {
		return moving.stream().sorted(EARLIEST_FIRST.reversed()).map(Moving::device).toList();
	}

	private static <K> void increment(Map<K, Count> counts, K key) {
		counts.computeIfAbsent(key, _ -> new Count()).value++;
	}

	private static Map<String, Long> sorted(Map<String, Count> counts) {
		Map<String, Long> sorted = new TreeMap<>();
		counts.forEach((key, count) -> sorted.put(key, count.value));
		return sorted;
	}

}
