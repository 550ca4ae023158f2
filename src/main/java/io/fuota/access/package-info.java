/**
 * Who may do what: accounts and their roles. Knows nothing of HTTP. Begin with
 * {@link io.fuota.access.Accounts}.
 */
@NullMarked
@ApplicationModule(displayName = "access", allowedDependencies = { "step", "device", "storage" })
package io.fuota.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
