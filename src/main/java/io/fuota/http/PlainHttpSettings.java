package io.fuota.http;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The plain HTTP listener, for devices without TLS.
 *
 * @param port TCP port; 0: off; {@code random}: any (FUOTA_HTTP_PORT)
 * @param protocols the device protocols that it serves, and nothing else
 * (FUOTA_HTTP_PROTOCOLS)
 */
@ConfigurationProperties("fuota.plain-http")
public record PlainHttpSettings(String port, List<String> protocols) {

	private static final int MAX_PORT = 65_535;

	private static final String RANDOM = "random";

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public PlainHttpSettings {
		if (!port.equals(RANDOM) && (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MAX_PORT)) {
			throw new IllegalArgumentException(
					"FUOTA_HTTP_PORT must be 0 (off), random, or a port up to " + MAX_PORT + ", not “" + port + "”");
		}
		protocols = protocols.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
		if (protocols.isEmpty() && !isOff(port)) {
			throw new IllegalArgumentException(
					"FUOTA_HTTP_PROTOCOLS must name the device protocols that FUOTA_HTTP_PORT is for, such as mongoose");
		}
	}

	boolean isOff() {
		return isOff(port);
	}

	/** 0: any. */
	int number() {
		return port.equals(RANDOM) ? 0 : Integer.parseInt(port);
	}

	private static boolean isOff(String port) {
		return !port.equals(RANDOM) && Integer.parseInt(port) == 0;
	}

}
