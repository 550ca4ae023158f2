/**
 * CoAP over UDP (RFC 7252, blocks by RFC 7959): reads datagrams, finds the resource,
 * writes answers, and sees to it that a forged address gets no flood. Answers ride on the
 * acknowledgement, errors have an empty payload (docs/protocols/coap-fmu.md). Begin with
 * {@link io.fuota.protocol.coap.CoapDispatcher}.
 */
@NullMarked
@ApplicationModule(displayName = "protocol.coap", allowedDependencies = { "address", "storage", "firmware" })
package io.fuota.protocol.coap;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
