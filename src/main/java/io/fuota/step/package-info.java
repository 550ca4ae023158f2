/**
 * Names the steps between which a crash must do no harm. Knows nothing.
 */
@NullMarked
@ApplicationModule(displayName = "step", allowedDependencies = {})
package io.fuota.step;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
