package io.fuota.fleet;

import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells what happens to one device, for its timeline. */
final class DeviceStory {

	private final String device;

	private final Consumer<DeviceEvent> events;

	DeviceStory(String device, Consumer<DeviceEvent> events) {
		this.device = device;
		this.events = events;
	}

	void tell(Instant now, EventKind kind, @Nullable String version, @Nullable String file, @Nullable String note) {
		DeviceEvent event = DeviceEvent.of(device, now, kind, version, file);
		events.accept(note == null ? event : event.withNote(note));
	}

	/** How far an attempt's download came. */
	void tellOfBytes(Instant now, EventKind kind, UpdateAttempt attempt) {
		events.accept(DeviceEvent.of(device, now, kind, attempt.fromVersion(), attempt.file().name())
			.withBytes(attempt.bytes()));
	}

}
