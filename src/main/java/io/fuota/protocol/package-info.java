/**
 * The wires: each package below turns bytes into the one question and the answer into
 * bytes.
 */
@NullMarked
package io.fuota.protocol;

import org.jspecify.annotations.NullMarked;
