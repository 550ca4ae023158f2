/** fuota-server. */
@NullMarked
package io.fuota;

import org.jspecify.annotations.NullMarked;
