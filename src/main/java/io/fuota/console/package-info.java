/**
 * Pages for people, under {@code /console}: rendered by the server, made live by a little
 * JavaScript, and whole without it. Holds no rule about updates: a page asks the core and
 * shows what it says. Begin with {@link io.fuota.console.ConsoleRules} and
 * {@link io.fuota.console.Pages}.
 */
@NullMarked
@ApplicationModule(displayName = "console", allowedDependencies = { "device", "history", "fleet", "firmware",
		"firmware :: image", "update", "access", "http", "storage", "tls" })
package io.fuota.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
