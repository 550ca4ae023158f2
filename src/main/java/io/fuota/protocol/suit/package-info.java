/**
 * RIOT nodes: a build machine publishes manifests and images, an operator has nodes
 * notified, the nodes fetch over CoAP. The law is {@code docs/protocols/riot-suit.md}.
 * Begin with {@link io.fuota.protocol.suit.PublishController} and
 * {@link io.fuota.protocol.suit.SuitFiles}.
 * <p>
 * Core term ↔ wire term: device ↔ node, {@code suit:<class>@<address>}; offered ↔ the
 * trigger, {@code POST /suit/trigger} with a manifest's URL, answered by 2.01;
 * downloading ↔ blocks of the image; confirmed ↔ another digit at
 * {@code /suit/slot/active}; the device's version ↔ the manifest's sequence number.
 */
@NullMarked
@ApplicationModule(displayName = "protocol.suit", allowedDependencies = { "metrics", "storage", "device", "history",
		"fleet", "firmware", "firmware :: image", "update", "access", "http", "console", "protocol.coap" })
package io.fuota.protocol.suit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
