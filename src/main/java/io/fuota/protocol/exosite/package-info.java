/**
 * Exosite's device HTTP API as devices made for ExoSense use it for updates: activation,
 * resources ("aliases") with long polls, downloads, and status reports. The law is
 * {@code docs/protocols/exosite-otau.md}. Begin with
 * {@link io.fuota.protocol.exosite.ExositeFilter}.
 * <p>
 * Core term ↔ wire term: firmware file ↔ content id; offer ↔ a manifest in
 * {@code config_otau}; acknowledgement ↔ the device writes the same value back; report ↔
 * {@code otau_in}; device id ↔ {@code <product>.<sn>}.
 */
@NullMarked
@ApplicationModule(displayName = "protocol.exosite", allowedDependencies = { "step", "address", "metrics", "storage",
		"device", "history", "firmware", "firmware :: image", "fleet", "update", "access", "http", "console" })
package io.fuota.protocol.exosite;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
