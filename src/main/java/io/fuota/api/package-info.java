/**
 * JSON for programs, under {@code /api/v1} (docs/api.md). Holds no rule of its own: it
 * turns requests into calls of the core, and what comes back into JSON.
 */
@NullMarked
@ApplicationModule(displayName = "api", allowedDependencies = { "device", "history", "fleet", "firmware",
		"firmware :: image", "update", "access", "http", "storage" })
package io.fuota.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
