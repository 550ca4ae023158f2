/**
 * Sends firmware files over HTTP, for every protocol that does: whole or in ranges, with
 * a length, in constant memory, at the pace that a device can bear. Begin with
 * {@link io.fuota.download.FileAnswer}.
 */
@NullMarked
@ApplicationModule(displayName = "download", allowedDependencies = { "metrics", "storage", "firmware", "fleet" })
package io.fuota.download;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
