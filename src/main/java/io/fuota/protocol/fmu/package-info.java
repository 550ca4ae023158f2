/**
 * {@code .fmu} updates over CoAP, in one step and in two. The law is
 * {@code docs/protocols/coap-fmu.md}. Begin with
 * {@link io.fuota.protocol.fmu.FmuResource}.
 * <p>
 * Core term ↔ wire term: check ↔ {@code GET /updates} with PID, TYPE and VERSION as
 * payload, block 0 at offset 0; device ↔ {@code fmu:<PID>@<address>}; install ↔ 2.05 with
 * a block; stay, unknown device, missing file ↔ RST; the device's version ↔ VERSION as
 * {@code major.minor.build}.
 */
@NullMarked
@ApplicationModule(displayName = "protocol.fmu", allowedDependencies = { "metrics", "storage", "device", "fleet",
		"firmware", "update", "http", "protocol.coap" })
package io.fuota.protocol.fmu;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
