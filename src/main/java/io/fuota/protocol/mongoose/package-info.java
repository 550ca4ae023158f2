/**
 * Mongoose OS devices over HTTP. The law is {@code docs/protocols/mongoose-os.md}. Begin
 * with {@link io.fuota.protocol.mongoose.MongooseController}.
 * <p>
 * Core term ↔ wire term: check ↔ GET with {@code X-MGOS-Device-ID} and
 * {@code X-MGOS-FW-Version}; device id ↔ device.id, or the MAC where that is {@code -};
 * hardware ↔ platform; project ↔ application; version ↔ version, a space and the build
 * id; install ↔ 200 with the bundle, or 302 to it; stay, unknown device, missing file ↔
 * 304.
 */
@NullMarked
@ApplicationModule(displayName = "protocol.mongoose", allowedDependencies = { "metrics", "storage", "device",
		"firmware", "firmware :: image", "fleet", "history", "update", "access", "http", "download", "console" })
package io.fuota.protocol.mongoose;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
