package io.fuota.http;

import io.fuota.address.PortNumber;
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

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public PlainHttpSettings {
		protocols = protocols.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
		if (!PortNumber.of("FUOTA_HTTP_PORT", port).isOff() && protocols.isEmpty()) {
			throw new IllegalArgumentException(
					"FUOTA_HTTP_PROTOCOLS must name the device protocols that FUOTA_HTTP_PORT is for, such as mongoose");
		}
	}

	boolean isOff() {
		return number().isOff();
	}

	PortNumber number() {
		return PortNumber.of("FUOTA_HTTP_PORT", port);
	}

}
