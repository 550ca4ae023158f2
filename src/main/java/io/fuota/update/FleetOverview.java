package io.fuota.update;

import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.UpdateAttempt;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Counts devices, from memory; each count looks at all of them. */
@Component
public class FleetOverview {

	private final Fleet fleet;

	private final AssignmentBook assignments;

	FleetOverview(Fleet fleet, AssignmentBook assignments) {
		this.fleet = fleet;
		this.assignments = assignments;
	}

	/** As it is now. */
	public FleetCounts count() {
		Tally tally = new Tally();
		fleet.all().forEach(tally::add);
		long unseen = assignments.countUnless(id -> fleet.find(id).isPresent());
		return new FleetCounts(tally.seen + unseen, assignments.size(), tally.seen, fleet.unknown().size(),
				tally.quarantined, tally.looping, tally.failed, tally.versions, tally.states, tally.failures,
				tally.confirmed);
	}

	/** Devices whose attempt isn't over, the ones that moved last first. */
	public List<String> underWay(int most) {
		return fleet.all()
			.filter(device -> device.attempt() != null && !device.attempt().state().isOver())
			.sorted(Comparator.comparing((DeviceStatus device) -> changedAt(device)).reversed())
			.limit(most)
			.map(DeviceStatus::id)
			.toList();
	}

	private static Instant changedAt(DeviceStatus device) {
		UpdateAttempt attempt = device.attempt();
		return attempt == null ? Instant.EPOCH : attempt.changedAt();
	}

	private static final class Tally {

		private long seen;

		private long quarantined;

		private long looping;

		private long failed;

		private final Map<String, Long> versions = new TreeMap<>();

		private final Map<String, Long> states = new TreeMap<>();

		private final Map<String, Long> failures = new TreeMap<>();

		private final Map<String, Long> confirmed = new TreeMap<>();

		void add(DeviceStatus device) {
			seen++;
			count(versions, String.valueOf(device.version()));
			if (device.quarantine() != null) {
				quarantined++;
			}
			else if (device.failedRounds() > 0) {
				looping++;
			}
			else if (device.attempt() != null && device.attempt().state() == AttemptState.FAILED) {
				failed++;
			}
			UpdateAttempt attempt = device.attempt();
			if (attempt != null) {
				count(states, attempt.state().name());
				if (attempt.state() == AttemptState.FAILED || attempt.state() == AttemptState.UNEXPECTED_VERSION) {
					count(failures, attempt.file().name());
				}
				if (attempt.state() == AttemptState.CONFIRMED) {
					count(confirmed, attempt.file().sha256());
				}
			}
		}

		private static void count(Map<String, Long> counts, String key) {
			counts.merge(key, 1L, Long::sum);
		}

	}

}
