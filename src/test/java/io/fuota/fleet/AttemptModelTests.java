package io.fuota.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.device.ReportedVersion;
import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every order in which the things of {@link Act} can happen to a device, up to a length,
 * against the invariants of an update attempt.
 */
class AttemptModelTests {

	private static final int MAX_ROUNDS = 2;

	private static final int LENGTH = 6;

	private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration DEADLINE = Duration.ofHours(24);

	private static final OfferedFile FILE = file("a", 100);

	private static final OfferedFile OTHER = file("b", 50);

	/** What can happen to a device, one at a time. */
	private enum Act {

		CHECK_OLD, CHECK_NEW, CHECK_THIRD, DOWNLOAD_HALF, DOWNLOAD_WHOLE, ABORT, REPORT_FAILURE, ASSIGN_SAME,
		ASSIGN_OTHER, NEW_BYTES, RELEASE, A_DAY, RESTART

	}

	@Test
	void invariantsHoldInEveryOrder() {
		walk(new World(), 0);
	}

	private static void walk(World world, int depth) {
		if (depth == LENGTH) {
			return;
		}
		for (Act act : Act.values()) {
			World next = world.copy();
			next.act(act);
			next.checkInvariants(world, act);
			walk(next, depth + 1);
		}
	}

	@Test
	void everyEndIsReached() {
		Set<AttemptState> ends = EnumSet.noneOf(AttemptState.class);
		collect(new World(), 0, ends);
		// A check shows what runs; only what a device says without one ends as reported.
		assertThat(ends).isEqualTo(EnumSet.complementOf(EnumSet.of(AttemptState.REPORTED)));
	}

	private static void collect(World world, int depth, Set<AttemptState> ends) {
		UpdateAttempt attempt = world.device.status().attempt();
		if (attempt != null) {
			ends.add(attempt.state());
		}
		world.passed.forEach(over -> ends.add(over.state()));
		if (depth < 4) {
			for (Act act : Act.values()) {
				World next = world.copy();
				next.act(act);
				collect(next, depth + 1, ends);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5 })
	void quarantineComesAfterSoManyWholeDownloads(int rounds) {
		World world = new World();
		world.maxRounds = rounds;
		for (int i = 0; i < rounds; i++) {
			world.act(Act.CHECK_OLD);
			assertThat(world.device.status().quarantine()).isNull();
			world.act(Act.DOWNLOAD_WHOLE);
		}
		world.act(Act.CHECK_OLD);
		assertThat(world.device.status().quarantine()).isNotNull();
		assertThat(world.offered).isEqualTo(rounds);
	}

	/** One device, one assignment, and what became of both. */
	private static final class World {

		private int maxRounds = MAX_ROUNDS;

		private Instant now = BEGIN;

		private OfferedFile assigned = FILE;

		private long nextId = 1;

		private int offered;

		private final List<UpdateAttempt> passed = new ArrayList<>();

		private List<DeviceEvent> events = new ArrayList<>();

		private final Map<String, String> versions = new HashMap<>();

		private TrackedDevice device = track(DeviceStatus.unseen("d"));

		private final LearnedVersions learned = new LearnedVersions() {
			@Override
			public @Nullable String of(String sha256) {
				return versions.get(sha256);
			}

			@Override
			public void learn(String sha256, String version, String by) {
				versions.putIfAbsent(sha256, version);
			}
		};

		World copy() {
			World copy = new World();
			copy.maxRounds = maxRounds;
			copy.now = now;
			copy.assigned = assigned;
			copy.nextId = nextId;
			copy.offered = offered;
			copy.passed.addAll(passed);
			copy.versions.putAll(versions);
			copy.device = copy.track(device.status());
			return copy;
		}

		private TrackedDevice track(DeviceStatus status) {
			return new TrackedDevice(status, event -> events.add(event));
		}

		void act(Act act) {
			events = new ArrayList<>();
			now = now.plusSeconds(1);
			switch (act) {
				case CHECK_OLD -> check("1");
				case CHECK_NEW -> check("2");
				case CHECK_THIRD -> check("3");
				case DOWNLOAD_HALF -> device.sent(assigned.sha256(), 0, assigned.size() / 2, false, now);
				case DOWNLOAD_WHOLE -> device.sent(assigned.sha256(), 0, assigned.size(), false, now);
				case ABORT -> device.aborted(assigned.sha256(), now);
				case REPORT_FAILURE -> device.reportedFailure("it says so", now);
				case ASSIGN_SAME -> device.assigned(assigned.name(), now);
				case ASSIGN_OTHER -> {
					assigned = assigned.equals(FILE) ? OTHER : FILE;
					device.assigned(assigned.name(), now);
				}
				case NEW_BYTES -> {
					assigned = new OfferedFile(assigned.name(), nextSha(assigned.sha256()), assigned.size(),
							assigned.build());
					// As the server does when a file is replaced.
					device.release(now, "other bytes");
				}
				case RELEASE -> device.release(now, "released");
				case A_DAY -> {
					now = now.plus(DEADLINE);
					device.expire(now, DEADLINE);
				}
				case RESTART -> device = track(device.status());
			}
		}

		private static String nextSha(String sha256) {
			return sha256.substring(1) + (char) (sha256.charAt(0) + 2);
		}

		/** As the server decides for a row "from 1 to the file". */
		private void check(String version) {
			ReportedVersion running = ReportedVersion.of(version);
			device.checkedIn(running, new Sighting(now, "10.0.0.1", "esp32"), learned, maxRounds);
			Quarantine quarantine = device.status().quarantine();
			boolean kept = quarantine != null && quarantine.sha256().equals(assigned.sha256());
			if (version.equals("1") && !kept) {
				UpdateAttempt last = device.status().attempt();
				UpdateAttempt gaveWay = device.offered(assigned, running, now, () -> nextId++);
				if (!Objects.equals(last == null ? null : last.id(), attemptId())) {
					offered++;
				}
				if (gaveWay != null) {
					passed.add(gaveWay);
				}
			}
		}

		private @Nullable Long attemptId() {
			UpdateAttempt attempt = device.status().attempt();
			return attempt == null ? null : attempt.id();
		}

		void checkInvariants(World before, Act act) {
			DeviceStatus was = before.device.status();
			DeviceStatus is = device.status();
			UpdateAttempt old = was.attempt();
			UpdateAttempt now = is.attempt();
			if (old != null && now != null && old.id() == now.id()) {
				assertThat(now.state().compareTo(old.state())).as("forward only: %s", act).isNotNegative();
				assertThat(now.bytes()).as("progress isn't lost: %s", act).isGreaterThanOrEqualTo(old.bytes());
				if (old.state().isOver()) {
					assertThat(now).as("an end is final: %s", act).isEqualTo(old);
				}
			}
			if (old != null && now != null && old.id() != now.id()) {
				assertThat(now.state()).as("the next one begins at the beginning").isEqualTo(AttemptState.OFFERED);
				assertThat(passed.getLast().state().isOver()).as("the one before is over").isTrue();
				assertThat(passed.getLast().id()).as("the one before is kept").isEqualTo(old.id());
			}
			if (now != null && now.state() == AttemptState.CONFIRMED && !now.equals(old)) {
				assertThat(act).as("only a check confirms").isIn(Act.CHECK_NEW, Act.CHECK_THIRD);
				assertThat(is.version()).isEqualTo(versions.get(now.file().sha256()));
			}
			if (is.quarantine() != null && was.quarantine() == null) {
				assertThat(act).as("only a check with the old version leads to quarantine").isEqualTo(Act.CHECK_OLD);
				assertThat(is.failedRounds()).isEqualTo(maxRounds);
			}
			if (was.quarantine() != null && is.quarantine() == null) {
				assertThat(act).as("only an operator ends a quarantine")
					.isIn(Act.ASSIGN_SAME, Act.ASSIGN_OTHER, Act.NEW_BYTES, Act.RELEASE);
				assertThat(events).extracting(DeviceEvent::kind).contains(EventKind.RELEASED);
			}
			if (act == Act.RESTART) {
				assertThat(is).as("a restart changes nothing").isEqualTo(was);
			}
			if (act == Act.ABORT || act == Act.DOWNLOAD_HALF) {
				assertThat(is.failedRounds()).as("what wasn't finished is no failed round")
					.isEqualTo(was.failedRounds());
			}
		}

	}

	private static OfferedFile file(String name, long size) {
		return new OfferedFile(name, name.repeat(64), size, OfferedFile.Build.UNKNOWN);
	}

}
