package io.fuota.operations;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The management listener (health), which Spring Boot's actuator opens; here its values
 * are checked.
 *
 * @param port TCP port, 0 for a random one (FUOTA_MANAGEMENT_PORT)
 * @param address where it listens (FUOTA_MANAGEMENT_ADDRESS); without one it would listen
 * everywhere
 */
@ConfigurationProperties("management.server")
record ManagementSettings(int port, @Nullable InetAddress address) {

	private static final int MAX_PORT = 65_535;

	ManagementSettings {
		if (port < 0 || port > MAX_PORT) {
			throw new IllegalArgumentException("FUOTA_MANAGEMENT_PORT must be 0 to " + MAX_PORT + ", not " + port);
		}
		if (address == null) {
			throw new IllegalArgumentException("FUOTA_MANAGEMENT_ADDRESS must be an IP address");
		}
	}

}
