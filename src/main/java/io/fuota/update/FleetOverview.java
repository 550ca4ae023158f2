package io.fuota.update;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fuota.fleet.Fleet;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Counts devices, from memory; each count looks at all of them. Of a large fleet a count
 * stands for a second, however many ask: {@value #SHARED_FROM} devices and more.
 */
@Component
public class FleetOverview {

	/** Smaller fleets are counted each time, which takes less than a page does. */
	static final int SHARED_FROM = 5_000;

	/** As long a count of a large fleet may be old. */
	private static final Duration FRESH = Duration.ofSeconds(1);

	private final Fleet fleet;

	private final AssignmentBook assignments;

	private final Cache<Fleet, Snapshot> latest = Caffeine.newBuilder().expireAfterWrite(FRESH).build();

	FleetOverview(Fleet fleet, AssignmentBook assignments) {
		this.fleet = fleet;
		this.assignments = assignments;
	}

	/**
	 * All devices at one moment.
	 *
	 * @param underWay devices whose attempt isn't over, the ones that moved last first,
	 * {@value FleetTally#MOST_UNDER_WAY} at most
	 */
	public record Snapshot(FleetCounts counts, List<String> underWay) {
	}

	/** As it is now; of a large fleet, as it was within the last second. */
	public Snapshot snapshot() {
		return snapshot(SHARED_FROM);
	}

	Snapshot snapshot(int sharedFrom) {
		boolean large = Math.max(fleet.size(), assignments.size()) >= sharedFrom;
		return large ? latest.get(fleet, _ -> take()) : take();
	}

	/** How many devices there are of each kind, as in {@link #snapshot}. */
	public FleetCounts count() {
		return snapshot().counts();
	}

	private Snapshot take() {
		FleetTally tally = new FleetTally();
		fleet.all().forEach(tally::add);
		long unseen = assignments.countUnless(id -> fleet.find(id).isPresent());
		return new Snapshot(tally.counts(unseen, assignments.size(), fleet.unknownCount()), tally.underWay());
	}

}
