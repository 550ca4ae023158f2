/**
 * CoAP over DTLS 1.2 (RFC 7252 §9), by Scandium: pre-shared keys, raw public keys, the
 * server's own certificate, and connection ids. What is served is what
 * {@link io.fuota.protocol.coap} serves. Begin with
 * {@link io.fuota.protocol.coaps.CoapsServer}.
 */
@NullMarked
@ApplicationModule(displayName = "protocol.coaps",
		allowedDependencies = { "address", "storage", "history", "http", "console", "tls", "protocol.coap" })
package io.fuota.protocol.coaps;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
