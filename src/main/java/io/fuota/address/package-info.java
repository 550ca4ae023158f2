/**
 * IP addresses and ports as text: in settings, in logs, and as what devices are known by.
 * Knows nothing.
 */
@NullMarked
@ApplicationModule(displayName = "address", allowedDependencies = {})
package io.fuota.address;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
