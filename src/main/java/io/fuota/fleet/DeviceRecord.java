package io.fuota.fleet;

import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is known of one device, and how it is told and kept; its rules know when. */
abstract sealed class DeviceRecord permits TrackedDevice {

	final DeviceStory story;

	private DeviceStatus status;

	/**
	 * Whether more than its last sighting is to be written; for {@link FleetWriter}. A
	 * device that this process hasn't written yet is written whole.
	 */
	boolean wholly = true;

	/** Whether the writer knows that this device has changed; for {@link FleetWriter}. */
	boolean queued;

	/** Whether it was forgotten; for {@link FleetWriter} to read. */
	boolean forgotten;

	DeviceRecord(DeviceStatus status, Consumer<DeviceEvent> events) {
		this.status = status;
		this.story = new DeviceStory(status.id(), events);
	}

	DeviceStatus status() {
		return status;
	}

	/** Most of what devices do is to ask again. */
	void seen(Sighting sighting) {
		status = status.seen(sighting);
	}

	void become(DeviceStatus next) {
		status = next;
		wholly = true;
	}

	/**
	 * Nothing is written of it any more.
	 * @return what it was
	 */
	synchronized DeviceStatus forget() {
		forgotten = true;
		return status;
	}

	void end(UpdateAttempt attempt, AttemptState end, Instant now, EventKind kind, String sentence) {
		become(status.trying(attempt.ended(end, now, sentence)));
		story.tell(now, kind, status.version(), attempt.file().name(), sentence);
	}

	/** The attempt that isn't over; null where there is none. */
	@Nullable UpdateAttempt underWay() {
		UpdateAttempt attempt = status.attempt();
		return attempt == null || attempt.state().isOver() ? null : attempt;
	}

}
