/**
 * The HTTPS listener and what everything behind it shares: who is asking, from where, the
 * raw path, how errors are worded, and one log line a request. Decides nothing about
 * updates.
 */
@NullMarked
@ApplicationModule(displayName = "http", allowedDependencies = { "address", "access", "history" })
package io.fuota.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
