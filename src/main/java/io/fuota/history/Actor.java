package io.fuota.history;

/**
 * Who does something, for the audit trail.
 *
 * @param account the account's name
 * @param address where the request came from, an IP address
 */
public record Actor(String account, String address) {

	/** What the server does by itself. */
	public static final Actor SERVER = new Actor("server", "");

	/** Whose request this thread works for; bound by whoever takes the request in. */
	public static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

	/** Whose request this thread works for; the server itself where nobody's. */
	public static Actor current() {
		return CURRENT.orElse(SERVER);
	}

}
