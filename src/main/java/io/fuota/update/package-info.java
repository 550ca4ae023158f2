/**
 * The one question: device D runs version V, what should it do now? Begin with
 * {@link io.fuota.update.Updates}.
 */
@NullMarked
@ApplicationModule(displayName = "update",
		allowedDependencies = { "step", "storage", "device", "history", "fleet", "firmware", "firmware :: image" })
package io.fuota.update;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
