package io.fuota.protocol.coap;

/**
 * Where a listener listens, as a setting says it: a UDP port from 1 to 65,535, {@code 0}
 * for nowhere, {@code random} for a port that is free.
 */
public record CoapPort(boolean isOff, int number) {

	private static final int MAX_PORT = 65_535;

	/**
	 * Reads a setting.
	 * @param setting for the message
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public static CoapPort parse(String setting, String text) {
		if (text.equals("random")) {
			return new CoapPort(false, 0);
		}
		if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_PORT) {
			throw new IllegalArgumentException(
					setting + " must be 0 (off), random, or a port up to " + MAX_PORT + ", not “" + text + "”");
		}
		int number = Integer.parseInt(text);
		return new CoapPort(number == 0, number);
	}

}
