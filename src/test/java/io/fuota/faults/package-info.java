/**
 * Faults, enumerated: the process killed at every step that {@link io.fuota.step.Step}
 * names, in the midst of load, on full and broken disks. Run by the Maven profile
 * {@code faults}.
 */
@NullMarked
package io.fuota.faults;

import org.jspecify.annotations.NullMarked;
