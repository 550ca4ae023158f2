package io.fuota.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.OfferedFile;
import io.fuota.fleet.Quarantine;
import io.fuota.fleet.UpdateAttempt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FleetTallyTests {

	private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

	private static final OfferedFile FILE = new OfferedFile("a.bin", "aa", 10, OfferedFile.Build.UNKNOWN);

	private final FleetTally tally = new FleetTally();

	@Test
	void theTenThatMovedLastAreNamed() {
		for (int i : new int[] { 7, 3, 14, 0, 9, 1, 12, 5, 11, 2, 13, 8, 4, 10, 6 }) {
			tally.add(device("d" + i, AttemptState.DOWNLOADING, NOW.plusSeconds(i), 0, null));
		}
		tally.add(device("over", AttemptState.CONFIRMED, NOW.plusSeconds(99), 0, null));
		assertThat(tally.underWay())
			.containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "d" + (14 - i)).toList());
	}

	@Test
	void eachDeviceCountsOnceForWhatIsWorst() {
		tally.add(device("a", AttemptState.FAILED, NOW, 5, new Quarantine("a.bin", "aa", NOW)));
		tally.add(device("b", AttemptState.FAILED, NOW, 1, null));
		tally.add(device("c", AttemptState.FAILED, NOW, 0, null));
		tally.add(device("d", AttemptState.CONFIRMED, NOW, 0, null));
		tally.add(new DeviceStatus("e", "2.0", NOW, NOW, "", "", OfferedFile.Build.UNKNOWN, null, 0, null));
		FleetCounts counts = tally.counts(3, 4, 2);
		assertThat(counts.devices()).isEqualTo(8);
		assertThat(counts.seen()).isEqualTo(5);
		assertThat(
				List.of(counts.assigned(), counts.unknown(), counts.quarantined(), counts.looping(), counts.failed()))
			.containsExactly(4L, 2L, 1L, 1L, 1L);
		assertThat(counts.versions()).containsExactly(Map.entry("1.0", 4L), Map.entry("2.0", 1L));
		assertThat(counts.states()).containsExactly(Map.entry("CONFIRMED", 1L), Map.entry("FAILED", 3L));
		assertThat(counts.failuresByFile()).containsExactly(Map.entry("a.bin", 3L));
		assertThat(counts.confirmedByDigest()).containsExactly(Map.entry("aa", 1L));
	}

	private static DeviceStatus device(String id, AttemptState state, Instant at, int rounds,
			@Nullable Quarantine quarantine) {
		UpdateAttempt attempt = new UpdateAttempt(1, "1.0", FILE, state, 0, false, NOW, at, null);
		return new DeviceStatus(id, "1.0", NOW, NOW, "", "", OfferedFile.Build.UNKNOWN, attempt, rounds, quarantine);
	}

}
