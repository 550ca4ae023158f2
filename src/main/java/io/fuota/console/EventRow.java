package io.fuota.console;

import io.fuota.console.Shown.Moment;
import io.fuota.history.DeviceEvent;
import org.jspecify.annotations.Nullable;

/** Something that happened to a device, as its page shows it. */
record EventRow(@Nullable Moment at, Badge badge, @Nullable String version, @Nullable String file,
		@Nullable String bytes, @Nullable String note) {

	static EventRow of(DeviceEvent event) {
		String look = switch (event.kind()) {
			case CONFIRMED -> "good";
			case FAILED, QUARANTINED, LOOP -> "bad";
			case UNEXPECTED_VERSION, UNKNOWN, REPORTED, DOWNLOAD_ABORTED -> "warn";
			case OFFERED, MANIFEST_FETCHED, DOWNLOAD_STARTED, DOWNLOAD_FINISHED -> "busy";
			case SEEN_VERSION, ASSIGNED, UNASSIGNED, RELEASED, SUPERSEDED, REPORT -> "idle";
		};
		Long bytes = event.bytes();
		return new EventRow(Shown.at(event.at()), new Badge(look, Shown.words(event.kind())), event.version(),
				event.file(), bytes == null ? null : Shown.size(bytes), event.note());
	}

}
