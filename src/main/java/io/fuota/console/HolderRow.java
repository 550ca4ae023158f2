package io.fuota.console;

import io.fuota.console.PackageBook.Holder;
import io.fuota.console.Shown.Moment;
import io.fuota.fleet.UpdateAttempt;
import org.jspecify.annotations.Nullable;

/**
 * A device that a package was applied to, as the page shows it.
 *
 * @param current whether the package is still as it was then
 * @param attempt null where nothing is known of that
 */
record HolderRow(String device, String href, String version, boolean current, @Nullable Moment since, Badge badge,
		@Nullable AttemptRow attempt, @Nullable String runs) {

	static HolderRow of(Holder holder) {
		UpdateAttempt attempt = holder.attempt();
		return new HolderRow(holder.device(), ConsolePath.device(holder.device()), holder.version(), holder.current(),
				Shown.at(holder.since()), Badge.of(holder), attempt == null ? null : AttemptRow.of(attempt),
				holder.runs());
	}

}
