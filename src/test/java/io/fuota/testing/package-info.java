/**
 * What the integration tests stand on: the real server, a client that shows every byte,
 * and devices that behave as the documents in {@code docs/protocols/} say. Begin at
 * {@link io.fuota.testing.TestServer}.
 */
@NullMarked
package io.fuota.testing;

import org.jspecify.annotations.NullMarked;
