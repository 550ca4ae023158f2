/**
 * Immutable bytes on disk, each stored once under its SHA-256, and the folder they lie
 * in. Knows nothing of firmware. Begin with {@link io.fuota.storage.FileStore}. Besides,
 * {@link io.fuota.storage.Carriers} for whoever waits for the disk.
 */
@NullMarked
@ApplicationModule(displayName = "storage", allowedDependencies = "step")
package io.fuota.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
