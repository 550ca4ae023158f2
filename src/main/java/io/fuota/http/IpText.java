package io.fuota.http;

import java.net.InetAddress;

/** Tells IP address literals from other text. */
public final class IpText {

	private IpText() {
	}

	/** Whether this is an IPv4 or IPv6 address literal; nothing is looked up. */
	public static boolean isAddress(String host) {
		try {
			InetAddress.ofLiteral(host);
			return true;
		}
		catch (IllegalArgumentException name) {
			return false;
		}
	}

}
