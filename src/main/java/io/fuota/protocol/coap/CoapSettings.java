package io.fuota.protocol.coap;

import io.fuota.address.PortNumber;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * The CoAP listeners.
 *
 * @param port UDP port for plain CoAP; 0: off; {@code random}: any (FUOTA_COAP_PORT)
 * @param addressBudget how many bytes of answers an address gets in a second
 * (FUOTA_COAP_ADDRESS_BUDGET)
 * @param newcomerBudget how many bytes of answers all addresses get together in a second
 * that haven't asked for a second block yet (FUOTA_COAP_NEWCOMER_BUDGET)
 */
@ConfigurationProperties("fuota.coap")
public record CoapSettings(String port, DataSize addressBudget, DataSize newcomerBudget) {

	private static final DataSize LEAST = DataSize.ofKilobytes(4);

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public CoapSettings {
		PortNumber.of("FUOTA_COAP_PORT", port);
		checkBudget("FUOTA_COAP_ADDRESS_BUDGET", addressBudget);
		checkBudget("FUOTA_COAP_NEWCOMER_BUDGET", newcomerBudget);
	}

	PortNumber plainPort() {
		return PortNumber.of("FUOTA_COAP_PORT", port);
	}

	private static void checkBudget(String setting, DataSize budget) {
		// Less wouldn't let a single block of each size through.
		if (budget.compareTo(LEAST) < 0) {
			throw new IllegalArgumentException(setting + " must be at least 4KiB, not " + budget);
		}
	}

}
