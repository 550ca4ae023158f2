package io.fuota.protocol.coaps;

import io.fuota.address.PortNumber;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The DTLS listener.
 *
 * @param port UDP port; 0: off; {@code random}: any (FUOTA_COAPS_PORT)
 */
@ConfigurationProperties("fuota.coaps")
record CoapsSettings(String port) {

	static final String SETTING = "FUOTA_COAPS_PORT";

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	CoapsSettings {
		PortNumber.of(SETTING, port);
	}

	PortNumber securePort() {
		return PortNumber.of(SETTING, port);
	}

}
