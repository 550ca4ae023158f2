package io.fuota.console;

import io.fuota.console.Shown.Moment;
import io.fuota.fleet.AttemptState;
import io.fuota.fleet.UpdateAttempt;
import org.jspecify.annotations.Nullable;

/**
 * An update attempt as a page shows it.
 *
 * @param percent of the file that the device was sent
 * @param outcome a sentence; null while it isn't over
 */
record AttemptRow(long id, Badge badge, String fromVersion, String file, String fileHref, int percent, String progress,
		@Nullable Moment offered, @Nullable Moment changed, @Nullable String outcome, boolean doubtful,
		boolean underWay) {

	static AttemptRow of(UpdateAttempt attempt) {
		long size = attempt.file().size();
		return new AttemptRow(attempt.id(), Badge.of(attempt.state()), attempt.fromVersion(), attempt.file().name(),
				ConsolePath.file(attempt.file().name()), Shown.percent(attempt.bytes(), size),
				Shown.size(Math.min(attempt.bytes(), size)) + " of " + Shown.size(size), Shown.at(attempt.offeredAt()),
				Shown.at(attempt.changedAt()), attempt.outcome(), attempt.doubtful(),
				attempt.state().compareTo(AttemptState.CONFIRMED) < 0);
	}

}
