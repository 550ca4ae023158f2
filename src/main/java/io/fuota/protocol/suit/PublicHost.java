package io.fuota.protocol.suit;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Host and port of a CoAP URL.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param port UDP port, 1 to 65,535
 */
record PublicHost(String host, int port) {

	/** RFC 7252 §6.1. */
	static final int DEFAULT_PORT = 5683;

	private static final int MAX_PORT = 65_535;

	/** docs/protocols/riot-suit.md §4.1: RIOT's buffer for a host has 64 bytes. */
	private static final int MAX_HOST = 63;

	private static final Pattern TEXT = Pattern
		.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:(?<port>\\d{1,5}))?");

	private static final Pattern BARE_IPV6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

	/** Whether a setting can be read by {@link #of}. */
	static boolean isValid(String text) {
		return parse(text, DEFAULT_PORT).isPresent();
	}

	/**
	 * Reads a setting.
	 * @param text valid
	 * @param defaultPort where the text names none
	 */
	static PublicHost of(String text, int defaultPort) {
		return parse(text, defaultPort)
			.orElseThrow(() -> new IllegalArgumentException("“" + text + "” is no host name or IP address"));
	}

	/** Reads the authority of a URL; empty where there is none that a node could use. */
	static Optional<PublicHost> parse(String text, int defaultPort) {
		Matcher matcher = TEXT.matcher(BARE_IPV6.matcher(text).matches() ? "[" + text + "]" : text);
		if (!matcher.matches() || matcher.group("host").length() > MAX_HOST) {
			return Optional.empty();
		}
		String port = matcher.group("port");
		int number = port == null ? defaultPort : Integer.parseInt(port);
		boolean valid = number > 0 && number <= MAX_PORT
				&& (!matcher.group("host").startsWith("[") || address(matcher.group("host")).isPresent());
		return valid ? Optional.of(new PublicHost(matcher.group("host"), number)) : Optional.empty();
	}

	/** Whether both texts name one place: addresses are compared as addresses. */
	boolean isSame(PublicHost other) {
		Optional<InetAddress> own = address(host);
		return port == other.port
				&& (own.isPresent() ? own.equals(address(other.host)) : host.equalsIgnoreCase(other.host));
	}

	@Override
	public String toString() {
		return host + ":" + port;
	}

	private static Optional<InetAddress> address(String host) {
		try {
			return Optional.of(InetAddress.ofLiteral(host.replace("[", "").replace("]", "")));
		}
		catch (IllegalArgumentException name) {
			return Optional.empty();
		}
	}

}
