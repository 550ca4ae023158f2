package io.fuota.access;

/**
 * The accounts that the operator names. An empty text is the same as none.
 *
 * @param username the first account (US_AUTH_USERNAME); {@code admin} when empty
 * @param password its password (US_AUTH_PASSWORD); when empty one is made at the first
 * start
 * @param deviceUsername an account for devices alone (FUOTA_DEVICE_USERNAME)
 * @param devicePassword its password (FUOTA_DEVICE_PASSWORD)
 * @param adminOnly whether the first account is no device (FUOTA_ADMIN_ONLY)
 * @param operatorUsername an account that applies packages (FUOTA_OPERATOR_USERNAME)
 * @param operatorPassword its password (FUOTA_OPERATOR_PASSWORD)
 */
public record AccessSettings(String username, String password, String deviceUsername, String devicePassword,
		boolean adminOnly, String operatorUsername, String operatorPassword) {

	/** The first account's name where none is given. */
	public static final String DEFAULT_USERNAME = "admin";

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public AccessSettings {
		username = username.isEmpty() ? DEFAULT_USERNAME : username;
		checkUsername("US_AUTH_USERNAME", username);
		checkUsername("FUOTA_DEVICE_USERNAME", deviceUsername);
		checkUsername("FUOTA_OPERATOR_USERNAME", operatorUsername);
		if (deviceUsername.isEmpty() != devicePassword.isEmpty()) {
			throw new IllegalArgumentException(
					"FUOTA_DEVICE_USERNAME and FUOTA_DEVICE_PASSWORD must both be set, or neither");
		}
		if (operatorUsername.isEmpty() != operatorPassword.isEmpty()) {
			throw new IllegalArgumentException(
					"FUOTA_OPERATOR_USERNAME and FUOTA_OPERATOR_PASSWORD must both be set, or neither");
		}
		if (operatorUsername.equals(username)
				|| (!operatorUsername.isEmpty() && operatorUsername.equals(deviceUsername))) {
			throw new IllegalArgumentException("FUOTA_OPERATOR_USERNAME must differ from the other accounts' names");
		}
		if (deviceUsername.equals(username)) {
			throw new IllegalArgumentException("FUOTA_DEVICE_USERNAME must differ from the first account's name, "
					+ username + " (US_AUTH_USERNAME)");
		}
		if (adminOnly && deviceUsername.isEmpty()) {
			throw new IllegalArgumentException(
					"FUOTA_ADMIN_ONLY=true leaves no account for devices; set FUOTA_DEVICE_USERNAME and FUOTA_DEVICE_PASSWORD");
		}
	}

	/** Without an account for operators. */
	public AccessSettings(String username, String password, String deviceUsername, String devicePassword,
			boolean adminOnly) {
		this(username, password, deviceUsername, devicePassword, adminOnly, "", "");
	}

	private static void checkUsername(String setting, String username) {
		// RFC 7617 section 2: the first colon ends the user name.
		if (username.chars().anyMatch(c -> c == ':' || Character.isISOControl(c))) {
			throw new IllegalArgumentException(setting + " must have no colon and no control characters");
		}
	}

	/** Never shows a password. */
	@Override
	public String toString() {
		return "AccessSettings[username=" + username + ", deviceUsername=" + deviceUsername + ", adminOnly=" + adminOnly
				+ ", operatorUsername=" + operatorUsername + "]";
	}

}
