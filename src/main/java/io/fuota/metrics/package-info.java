/**
 * What is counted of each protocol, under the names that all of them share
 * (docs/settings.md, Metrics). Knows Micrometer alone.
 */
@NullMarked
@ApplicationModule(displayName = "metrics", allowedDependencies = {})
package io.fuota.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
