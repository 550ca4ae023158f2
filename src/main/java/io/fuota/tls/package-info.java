/**
 * TLS of the HTTPS listener: the pair of certificate and key, which may be replaced while
 * the server runs, and the engines that new connections get. Begin with
 * {@link io.fuota.tls.TlsConfiguration}.
 */
@NullMarked
@ApplicationModule(displayName = "tls", allowedDependencies = { "step", "address", "http" })
package io.fuota.tls;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
