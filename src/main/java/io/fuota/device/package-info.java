/**
 * What a device is to this server: an id it gives itself and the version it says it runs.
 * Knows nothing of firmware.
 */
@NullMarked
@ApplicationModule(displayName = "device", allowedDependencies = {})
package io.fuota.device;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
