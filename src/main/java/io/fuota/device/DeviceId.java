package io.fuota.device;

/**
 * The name a device gives itself, unique in this server: 1 to 255 characters, no control
 * characters, no {@code /} and no {@code \}. Everything else, quotes and percent signs
 * and Unicode too, is text like any other.
 */
public record DeviceId(String value) {

	/** The longest id, in UTF-16 code units. */
	public static final int MAX_LENGTH = 255;

	/**
	 * @throws IllegalArgumentException with a sentence that says which rule is broken
	 */
	public DeviceId {
		if (value.isEmpty() || value.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("A device id has 1 to " + MAX_LENGTH + " characters.");
		}
		if (value.chars().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\')) {
			throw new IllegalArgumentException("A device id has no control characters, no slash and no backslash.");
		}
	}

	@Override
	public String toString() {
		return value;
	}

}
