/**
 * {@code /devices} and {@code /files} over HTTPS, as ESP32 devices and
 * docker-fuota-server's operators know them. The law is
 * {@code docs/protocols/esp32-fuota-https.md}. Begin with
 * {@link io.fuota.protocol.fuota.DevicesController}.
 * <p>
 * Core term ↔ wire term: check ↔ {@code GET /devices/<id>?app_ver=<version>}; assignment
 * ↔ a CSV row {@code "<id>","<from-version>","<file>"}; firmware file ↔ update file;
 * install ↔ 200 with the name; stay ↔ 204; unknown device, missing file ↔ 404.
 */
@NullMarked
@ApplicationModule(displayName = "protocol.fuota", allowedDependencies = { "metrics", "storage", "device", "firmware",
		"firmware :: image", "fleet", "update", "access", "http", "download" })
package io.fuota.protocol.fuota;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
