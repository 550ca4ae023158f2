package io.fuota.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device at one moment.
 *
 * @param version the version that it reported last; null where it never did
 * @param versionSince since when it reports that
 * @param address where it was last heard from
 * @param protocol which way
 * @param build of the image that it was last confirmed to run, or what it told itself
 * @param attempt the latest, over or not; null where there was none
 * @param failedRounds whole downloads in a row without effect
 * @param quarantine null where it is in none
 */
public record DeviceStatus(String id, @Nullable String version, Instant versionSince, Instant lastSeen, String address,
		String protocol, OfferedFile.Build build, @Nullable UpdateAttempt attempt, int failedRounds,
		@Nullable Quarantine quarantine) {

	/** Of a device that was never heard. */
	static DeviceStatus unseen(String id) {
		return new DeviceStatus(id, null, Instant.EPOCH, Instant.EPOCH, "", "", OfferedFile.Build.UNKNOWN, null, 0,
				null);
	}

	DeviceStatus running(String newVersion, Instant since) {
		return new DeviceStatus(id, newVersion, since, lastSeen, address, protocol, build, attempt, failedRounds,
				quarantine);
	}

	DeviceStatus seen(Sighting sighting) {
		String same = sighting.address().equals(address) ? address : sighting.address();
		return new DeviceStatus(id, version, versionSince, sighting.at(), same, sighting.protocol(), build, attempt,
				failedRounds, quarantine);
	}

	DeviceStatus built(OfferedFile.Build confirmed) {
		return new DeviceStatus(id, version, versionSince, lastSeen, address, protocol, confirmed, attempt,
				failedRounds, quarantine);
	}

	DeviceStatus trying(UpdateAttempt now) {
		return new DeviceStatus(id, version, versionSince, lastSeen, address, protocol, build, now, failedRounds,
				quarantine);
	}

	DeviceStatus failed(int rounds) {
		return rounds == failedRounds ? this : new DeviceStatus(id, version, versionSince, lastSeen, address, protocol,
				build, attempt, rounds, quarantine);
	}

	DeviceStatus quarantined(@Nullable Quarantine now) {
		return new DeviceStatus(id, version, versionSince, lastSeen, address, protocol, build, attempt, failedRounds,
				now);
	}

}
