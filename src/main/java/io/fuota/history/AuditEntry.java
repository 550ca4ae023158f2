package io.fuota.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an operator did.
 *
 * @param id rising in the order of the acts
 * @param action one word or two: assign, upload, delete-file …
 * @param target what it was done to: a device, a file, a number of devices
 * @param before what was there before, in words; null where nothing was
 * @param after what is there now; null where nothing is
 * @param forced whether a warning was overridden
 */
public record AuditEntry(long id, Instant at, Actor actor, String action, String target, @Nullable String before,
		@Nullable String after, boolean forced) {
}
