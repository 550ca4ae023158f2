package io.fuota.console;

import io.fuota.fleet.AttemptState;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.UpdateAttempt;

/**
 * A state in a word and a colour.
 *
 * @param look good, bad, warn, busy or idle: a class of the stylesheet
 */
record Badge(String look, String word) {

	static Badge of(DeviceStatus device) {
		if (device.quarantine() != null) {
			return new Badge("bad", "quarantined");
		}
		UpdateAttempt attempt = device.attempt();
		return attempt == null ? new Badge("idle", "seen") : of(attempt.state());
	}

	static Badge of(PackageBook.Holder holder) {
		if (holder.quarantined()) {
			return new Badge("bad", "quarantined");
		}
		UpdateAttempt attempt = holder.attempt();
		return attempt == null ? new Badge("idle", holder.told() ? "told" : "waiting") : of(attempt.state());
	}

	static Badge of(AttemptState state) {
		String look = switch (state) {
			case OFFERED, DOWNLOADING, DOWNLOADED -> "busy";
			case CONFIRMED -> "good";
			case FAILED -> "bad";
			case UNEXPECTED_VERSION, UNKNOWN, REPORTED -> "warn";
			case SUPERSEDED -> "idle";
		};
		return new Badge(look, Shown.words(state));
	}

}
