/**
 * What keeps the server running: start-up checks, the database connection, taking over
 * older data folders, and the sentences that say why it can't start.
 */
@NullMarked
@ApplicationModule(displayName = "operations", allowedDependencies = { "step", "storage", "device", "history", "fleet",
		"firmware", "update", "access", "http", "tls" })
package io.fuota.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
