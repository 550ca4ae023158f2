package io.fuota.fleet;

import io.fuota.fleet.FleetRows.LearnedRow;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Kept in memory, since there are as many as there were releases; written behind. */
final class RememberedVersions implements LearnedVersions {

	private final Map<String, String> versions;

	private final FleetWriter writer;

	private final Clock clock;

	RememberedVersions(Map<String, String> known, FleetWriter writer, Clock clock) {
		this.versions = new ConcurrentHashMap<>(known);
		this.writer = writer;
		this.clock = clock;
	}

	@Override
	public @Nullable String of(String sha256) {
		return versions.get(sha256);
	}

	@Override
	public void learn(String sha256, String version, String device) {
		if (versions.putIfAbsent(sha256, version) == null) {
			writer.learned(new LearnedRow(sha256, version, device, clock.instant()));
		}
	}

}
