package io.fuota.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a device.
 *
 * @param id rising in the order in which events were written; 0 before that
 * @param device the device's id
 * @param version the version that it ran, or that is meant
 * @param file the firmware file that is meant
 * @param bytes how many of the file's bytes it had been sent
 * @param note a sentence for people; no secret
 */
public record DeviceEvent(long id, String device, Instant at, EventKind kind, @Nullable String version,
		@Nullable String file, @Nullable Long bytes, @Nullable String note) {

	/** The longest note, in UTF-16 code units; what is longer is cut. */
	public static final int MAX_NOTE_LENGTH = 1_000;

	public DeviceEvent {
		if (note != null && note.length() > MAX_NOTE_LENGTH) {
			note = note.substring(0, MAX_NOTE_LENGTH);
		}
	}

	/** An event that isn't written yet. */
	public static DeviceEvent of(String device, Instant at, EventKind kind, @Nullable String version,
			@Nullable String file) {
		return new DeviceEvent(0, device, at, kind, version, file, null, null);
	}

	public DeviceEvent withBytes(long sent) {
		return new DeviceEvent(id, device, at, kind, version, file, sent, note);
	}

	public DeviceEvent withNote(String sentence) {
		return new DeviceEvent(id, device, at, kind, version, file, bytes, sentence);
	}

}
