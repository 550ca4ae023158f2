/**
 * Firmware files: immutable bytes under a name. An upload is hashed and made durable
 * before anybody can see it; a name that is uploaded again points to the new bytes from
 * then on. What is inside is found by {@link io.fuota.firmware.image}. Begin with
 * {@link io.fuota.firmware.FirmwareCatalogue}.
 */
@NullMarked
@ApplicationModule(displayName = "firmware", allowedDependencies = { "step", "storage", "history" })
package io.fuota.firmware;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
