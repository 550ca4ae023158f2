/**
 * The whole server; each package below is a module, and docs/design.md shows which knows
 * which.
 */
@NullMarked
package io.fuota;

import org.jspecify.annotations.NullMarked;
