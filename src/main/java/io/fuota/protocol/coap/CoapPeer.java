package io.fuota.protocol.coap;

import io.fuota.address.IpText;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Who sent a request.
 *
 * @param address an IPv4 address mapped into IPv6 is an IPv4 address here
 * @param port UDP port, 0 to 65,535
 * @param verified whether it is sure that the peer receives what is sent to the address
 */
public record CoapPeer(InetAddress address, int port, boolean verified) {

	/** A peer on plain UDP, whose address may be forged. */
	static CoapPeer unverified(InetSocketAddress sender) {
		return new CoapPeer(sender.getAddress(), sender.getPort(), false);
	}

	/** The address as text, without port and zone. */
	public String addressText() {
		return IpText.of(address);
	}

}
