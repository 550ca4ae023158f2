package io.fuota.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to bring one device from one version to one file. Never changes; each step
 * forward is another object.
 *
 * @param id rising in the order of the offers, unique in this server
 * @param fromVersion what the device ran when it was offered the file
 * @param bytes how many of the file's first bytes it was sent
 * @param doubtful whether another device at the same address may have been the one that
 * downloaded
 * @param changedAt when it last moved
 * @param outcome a sentence on how it ended; null while it hasn't
 */
public record UpdateAttempt(long id, String fromVersion, OfferedFile file, AttemptState state, long bytes,
		boolean doubtful, Instant offeredAt, Instant changedAt, @Nullable String outcome) {

	static UpdateAttempt offered(long id, String fromVersion, OfferedFile file, Instant now) {
		return new UpdateAttempt(id, fromVersion, file, AttemptState.OFFERED, 0, false, now, now, null);
	}

	/**
	 * The next state.
	 * @throws IllegalStateException if that would be a step back, or the attempt is over
	 */
	UpdateAttempt moved(AttemptState next, Instant now) {
		if (!next.mayFollow(state)) {
			throw new IllegalStateException("an attempt can't go from " + state + " to " + next);
		}
		return new UpdateAttempt(id, fromVersion, file, next, bytes, doubtful, offeredAt, now, outcome);
	}

	/**
	 * The end.
	 * @throws IllegalStateException if it is over already
	 */
	UpdateAttempt ended(AttemptState end, Instant now, String sentence) {
		UpdateAttempt moved = moved(end, now);
		return new UpdateAttempt(id, fromVersion, file, moved.state(), bytes, doubtful, offeredAt, now, sentence);
	}

	UpdateAttempt sent(long firstBytes, boolean perhapsToAnother, Instant now) {
		return new UpdateAttempt(id, fromVersion, file, state, Math.max(bytes, firstBytes),
				doubtful || perhapsToAnother, offeredAt, now, outcome);
	}

	/** Whether the device was sent every byte. */
	public boolean isWhole() {
		return bytes >= file.size();
	}

}
