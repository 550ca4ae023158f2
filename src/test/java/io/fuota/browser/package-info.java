/**
 * The console in a real browser, over TLS: compiled and run by {@code mvn -Pbrowser}
 * alone, since it needs Chromium. Pictures of each page go to {@code target/screenshots}.
 */
@NullMarked
package io.fuota.browser;

import org.jspecify.annotations.NullMarked;
