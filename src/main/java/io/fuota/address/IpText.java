package io.fuota.address;

import java.net.Inet6Address;
import java.net.InetAddress;

/** IP addresses as text. */
public final class IpText {

	private static final int GROUPS = 8;

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

	/** An address as RFC 5952 writes it, without a zone. */
	public static String of(InetAddress address) {
		return address instanceof Inet6Address six ? text(six.getAddress()) : address.getHostAddress();
	}

	private static String text(byte[] bytes) {
		int[] groups = new int[GROUPS];
		for (int i = 0; i < GROUPS; i++) {
			groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]);
		}
		int runStart = -1;
		// RFC 5952 §4.2.2: a single group of zeros isn't shortened.
		int runLength = 1;
		for (int i = 0; i < GROUPS; i++) {
			int length = zerosAt(groups, i);
			// §4.2.3: of equal runs the first.
			if (length > runLength) {
				runStart = i;
				runLength = length;
			}
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < GROUPS; i++) {
			if (i == runStart) {
				text.append("::");
				i += runLength - 1;
			}
			else {
				boolean behindColon = text.isEmpty() || text.charAt(text.length() - 1) == ':';
				text.append(behindColon ? "" : ":").append(Integer.toHexString(groups[i]));
			}
		}
		return text.toString();
	}

	private static int zerosAt(int[] groups, int start) {
		int end = start;
		while (end < GROUPS && groups[end] == 0) {
			end++;
		}
		return end - start;
	}

}
