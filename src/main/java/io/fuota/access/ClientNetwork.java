package io.fuota.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Whom a client can't pretend not to be: its IPv4 address, or the /64 of its IPv6
 * address, in which one client has all the addresses it likes (RFC 6177).
 */
public record ClientNetwork(String value) {

	/** 64 bits. */
	private static final int PREFIX_BYTES = 8;

	/**
	 * Where this client is.
	 * @param address an IP address literal, also with a zone; any other text stands for
	 * itself
	 */
	public static ClientNetwork of(String address) {
		if (address.indexOf(':') < 0) {
			return new ClientNetwork(address);
		}
		int zone = address.indexOf('%');
		try {
			InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
			byte[] bytes = parsed.getAddress();
			if (bytes.length <= PREFIX_BYTES) {
				// IPv4 written as IPv6 (RFC 4291 section 2.5.5.2).
				return new ClientNetwork(parsed.getHostAddress());
			}
			Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
			return new ClientNetwork(InetAddress.getByAddress(bytes).getHostAddress() + "/64");
		}
		catch (IllegalArgumentException | UnknownHostException noAddress) {
			return new ClientNetwork(address);
		}
	}

	@Override
	public String toString() {
		return value;
	}

}
