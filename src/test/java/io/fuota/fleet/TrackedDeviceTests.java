package io.fuota.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.device.ReportedVersion;
import io.fuota.fleet.OfferedFile.Build;
import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrackedDeviceTests {

	private static final String SHA = "c".repeat(64);

	private static final int SIZE = 1_000;

	private static final int MAX_ROUNDS = 5;

	private final Map<String, String> versions = new HashMap<>();

	private final LearnedVersions learned = new LearnedVersions() {
		@Override
		public @Nullable String of(String sha256) {
			return versions.get(sha256);
		}

		@Override
		public void learn(String sha256, String version, String device) {
			versions.putIfAbsent(sha256, version);
		}
	};

	private final List<DeviceEvent> events = new ArrayList<>();

	private final TrackedDevice device = new TrackedDevice(DeviceStatus.unseen("d"), events::add);

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void theVersionInsideTheImageConfirms() {
		offer(file("2.0"));
		download(0, SIZE, false);
		assertThat(check("2.0")).as("must be durable before it is answered").isTrue();
		assertThat(state()).isEqualTo(AttemptState.CONFIRMED);
		assertThat(device.status().build().hardware()).as("what it runs tells its hardware").isEqualTo("esp32");
	}

	@Test
	void theFirstToComeBackTeachesWhatTheBytesReport() {
		offer(file("v2-dirty"));
		download(0, SIZE, false);
		check("2.0");
		assertThat(state()).isEqualTo(AttemptState.CONFIRMED);
		assertThat(versions).containsEntry(SHA, "2.0");
	}

	@Test
	void aVersionThatNobodyExpectsDoesntConfirmOnceOneWasLearned() {
		versions.put(SHA, "2.0");
		offer(file(null));
		download(0, SIZE, false);
		check("3.0");
		assertThat(state()).isEqualTo(AttemptState.UNEXPECTED_VERSION);
	}

	@Test
	void aDoubtfulDownloadNeitherTeachesNorCounts() {
		offer(file(null));
		download(0, SIZE, true);
		check("2.0");
		assertThat(state()).isEqualTo(AttemptState.UNEXPECTED_VERSION);
		assertThat(versions).isEmpty();

		for (int i = 0; i < 2 * MAX_ROUNDS; i++) {
			check("1.0");
			offer(file(null));
			download(0, SIZE, true);
		}
		check("1.0");
		assertThat(device.status().failedRounds()).isZero();
		assertThat(device.status().quarantine()).isNull();
	}

	@Test
	void bytesBehindAGapDontMakeItWhole() {
		offer(file("2.0"));
		download(0, 400, false);
		download(600, SIZE, false);
		assertThat(state()).isEqualTo(AttemptState.DOWNLOADING);
		download(300, SIZE, false);
		assertThat(state()).isEqualTo(AttemptState.DOWNLOADED);
	}

	@Test
	void aCheckDuringTheDownloadIsNoFailure() {
		offer(file("2.0"));
		download(0, SIZE - 1, false);
		check("1.0");
		offer(file("2.0"));
		assertThat(state()).isEqualTo(AttemptState.DOWNLOADING);
		assertThat(device.status().failedRounds()).isZero();
	}

	@Test
	void oneOfferIsOneEventHoweverOftenItIsRepeated() {
		for (int i = 0; i < 10; i++) {
			offer(file("2.0"));
			check("1.0");
		}
		assertThat(events).filteredOn(event -> event.kind() == EventKind.OFFERED).hasSize(1);
	}

	@Test
	void roundsBeginAnewWithOtherBytes() {
		for (int i = 1; i < MAX_ROUNDS; i++) {
			offer(file("2.0"));
			download(0, SIZE, false);
			check("1.0");
		}
		assertThat(device.status().failedRounds()).isEqualTo(MAX_ROUNDS - 1);
		device.offered(new OfferedFile("f", "d".repeat(64), SIZE, Build.UNKNOWN), ReportedVersion.of("1.0"), now,
				() -> 99);
		assertThat(device.status().failedRounds()).isZero();
	}

	@Test
	void anAttemptThatGivesWayHasEnded() {
		offer(file("2.0"));
		OfferedFile other = new OfferedFile("f", "d".repeat(64), SIZE, Build.UNKNOWN);
		UpdateAttempt before = device.offered(other, ReportedVersion.of("1.0"), now, () -> 99);
		assertThat(before).isNotNull();
		assertThat(Objects.requireNonNull(before).state()).isEqualTo(AttemptState.SUPERSEDED);
		assertThat(before.file().sha256()).isEqualTo(SHA);
		assertThat(state()).isEqualTo(AttemptState.OFFERED);
	}

	private boolean check(String version) {
		now = now.plusSeconds(40);
		return device.checkedIn(ReportedVersion.of(version), new Sighting(now, "10.0.0.1", "esp32"), learned,
				MAX_ROUNDS);
	}

	private void offer(OfferedFile file) {
		check("1.0");
		device.offered(file, ReportedVersion.of("1.0"), now, () -> events.size() + 1L);
	}

	private void download(long first, long end, boolean doubtful) {
		device.sent(SHA, first, end, doubtful, now);
	}

	private AttemptState state() {
		return Objects.requireNonNull(device.status().attempt()).state();
	}

	private static OfferedFile file(@Nullable String version) {
		return new OfferedFile("f", SHA, SIZE, new Build("esp32", "app", version, null));
	}

}
