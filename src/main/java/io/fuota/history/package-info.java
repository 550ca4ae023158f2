/**
 * What happened: a timeline for each device, and a trail of what operators did. Both are
 * bounded; neither holds a secret.
 */
@NullMarked
@ApplicationModule(displayName = "history", allowedDependencies = {})
package io.fuota.history;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
