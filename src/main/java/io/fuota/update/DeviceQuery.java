package io.fuota.update;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which devices; what is null doesn't count.
 *
 * @param prefix of the device's id
 * @param version that it reported last
 * @param hardware that it is known to have
 * @param state of its latest attempt (OFFERED … SUPERSEDED), or QUARANTINED, or
 * NEVER_SEEN
 * @param label that it has
 * @param seenAfter last seen at this time or later
 * @param seenBefore last seen before this time
 * @param after only ids behind this one; the empty string for the first page
 * @param limit at most so many
 */
public record DeviceQuery(@Nullable String prefix, @Nullable String version, @Nullable String hardware,
		@Nullable String state, @Nullable String label, @Nullable Instant seenAfter, @Nullable Instant seenBefore,
		String after, int limit) {

	/** Devices that have an assignment and were never seen. */
	public static final String NEVER_SEEN = "NEVER_SEEN";

	/** Devices in quarantine. */
	public static final String QUARANTINED = "QUARANTINED";

	/** Every device, in pages. */
	public static DeviceQuery everything(int limit) {
		return new DeviceQuery(null, null, null, null, null, null, null, "", limit);
	}

	/** The same devices, another page of them. */
	public DeviceQuery page(String lastId, int size) {
		return new DeviceQuery(prefix, version, hardware, state, label, seenAfter, seenBefore, lastId, size);
	}

	/** Whether only devices that were seen can match. */
	boolean isAboutSeenDevices() {
		return version != null || hardware != null || (state != null && !state.equals(NEVER_SEEN)) || seenAfter != null
				|| seenBefore != null;
	}

}
