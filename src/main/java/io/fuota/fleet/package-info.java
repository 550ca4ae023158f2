/**
 * What is known of each device that was seen: which version it really runs, how far its
 * update got, and whether it is in quarantine (docs/adr/0021). Answered from memory,
 * written behind in batches.
 */
@NullMarked
@ApplicationModule(displayName = "fleet", allowedDependencies = { "device", "history", "step" })
package io.fuota.fleet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
