package io.fuota.protocol.suit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is, as an operator writes it: {@code host[:port][/prefix]}, IPv6 addresses
 * in brackets, with a zone where they are link-local: {@code [fe80::1%tap0]}
 * (docs/protocols/riot-suit.md §4.1).
 *
 * @param text as it was written
 * @param host without brackets
 * @param port UDP port, 1 to 65,535
 * @param prefix what the path of the node's resources begins with; usually empty
 */
record NodeUrl(String text, String host, int port, List<String> prefix) {

	private static final Pattern URL = Pattern
		.compile("(coap://)?(\\[(?<six>[0-9A-Fa-f:.]+(%[A-Za-z0-9._~-]+)?)]|(?<host>[A-Za-z0-9._-]+))"
				+ "(:(?<port>\\d{1,5}))?(?<path>/[\\x21-\\x7e&&[^?#]]*)?");

	private static final Pattern BARE_IPV6 = Pattern
		.compile("(coap://)?(?<six>[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._~-]+)?)(?<path>/.*)?");

	private static final int MAX_PORT = 65_535;

	/** RFC 7252 §5.10: the longest Uri-Path option. */
	private static final int MAX_SEGMENT = 255;

	/**
	 * Reads what an operator wrote.
	 * @throws IllegalArgumentException with a sentence, if that is no node's address
	 */
	static NodeUrl parse(String text) {
		Matcher bare = BARE_IPV6.matcher(text);
		String path = bare.matches() ? bare.group("path") : null;
		String url = bare.matches() ? "[" + bare.group("six") + "]" + (path == null ? "" : path) : text;
		Matcher matcher = URL.matcher(url);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("“" + text + "” is no address of a node; "
					+ "write [2001:db8::1], [fe80::1%tap0], 192.0.2.1:5683 or node.example.");
		}
		String port = matcher.group("port");
		int number = port == null ? PublicHost.DEFAULT_PORT : Integer.parseInt(port);
		List<String> prefix = segments(matcher.group("path"));
		if (number < 1 || number > MAX_PORT || prefix.stream().anyMatch(segment -> segment.length() > MAX_SEGMENT)) {
			throw new IllegalArgumentException(
					"“" + text + "” has a port that is not 1 to " + MAX_PORT + ", or too long a path.");
		}
		String six = matcher.group("six");
		return new NodeUrl(text, six == null ? matcher.group("host") : six, number, prefix);
	}

	/**
	 * Where datagrams go; a name is looked up.
	 * @throws UnknownHostException if there is no such name, address or network interface
	 */
	InetSocketAddress resolve() throws UnknownHostException {
		return new InetSocketAddress(InetAddress.getByName(host), port);
	}

	/** The path of one of the node's resources. */
	List<String> path(String... resource) {
		return Stream.concat(prefix.stream(), Stream.of(resource)).toList();
	}

	private static List<String> segments(@Nullable String path) {
		List<String> segments = new ArrayList<>();
		for (String segment : path == null ? new String[0] : path.split("/", -1)) {
			if (!segment.isEmpty()) {
				segments.add(segment);
			}
		}
		return segments;
	}

}
