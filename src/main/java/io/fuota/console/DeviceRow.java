package io.fuota.console;

import io.fuota.console.Shown.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device as a list shows it.
 *
 * @param version that it reported last; null where it never did
 * @param file that is assigned to it; null where none is
 * @param fromVersion that the assignment is for
 * @param attempt the latest; null where there was none
 */
record DeviceRow(String id, String href, @Nullable String version, @Nullable String hardware, @Nullable String project,
		@Nullable Moment seen, @Nullable String address, @Nullable String protocol, @Nullable String file,
		@Nullable String fromVersion, boolean forced, Badge badge, @Nullable AttemptRow attempt, int failedRounds,
		List<String> labels) {

}
