package io.fuota.protocol.exosite;

import io.fuota.address.PortNumber;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings for Exosite devices.
 *
 * @param port of their API beside the ordinary one; 0: none; {@code random}: any
 * (FUOTA_EXOSITE_PORT)
 */
@ConfigurationProperties("fuota.exosite")
public record ExositeSettings(String port) {

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public ExositeSettings {
		PortNumber.of("FUOTA_EXOSITE_PORT", port);
	}

	PortNumber number() {
		return PortNumber.of("FUOTA_EXOSITE_PORT", port);
	}

}
