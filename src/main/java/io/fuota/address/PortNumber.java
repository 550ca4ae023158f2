package io.fuota.address;

/**
 * A TCP or UDP port as a setting gives it: 0 is off, {@code random} any.
 *
 * @param isOff whether nothing is to be opened
 * @param number 0 for any
 */
public record PortNumber(boolean isOff, int number) {

	private static final int MAX_PORT = 65_535;

	private static final String RANDOM = "random";

	/**
	 * Reads a setting.
	 * @param setting its name
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public static PortNumber of(String setting, String text) {
		if (text.equals(RANDOM)) {
			return new PortNumber(false, 0);
		}
		if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_PORT) {
			throw new IllegalArgumentException(
					setting + " must be 0 (off), random, or a port up to " + MAX_PORT + ", not “" + text + "”");
		}
		int number = Integer.parseInt(text);
		return new PortNumber(number == 0, number);
	}

}
