package io.fuota.protocol.suit;

import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Updates of RIOT nodes.
 *
 * @param host the host, and perhaps the port, in the URLs that nodes are given; empty:
 * FUOTA_HOST and the port of the CoAP listener (FUOTA_COAP_HOST)
 * @param keys Ed25519 keys that manifests are to be signed with, 64 hex digits each
 * (FUOTA_SUIT_KEYS)
 * @param openPublishFrom networks from which files may be published without credentials
 * (FUOTA_SUIT_OPEN_PUBLISH_FROM)
 * @param triggerNul whether a NUL follows the URL in a trigger (FUOTA_SUIT_TRIGGER_NUL)
 * @param ackTimeout how long a node's first answer is waited for; each further wait is
 * twice as long (FUOTA_SUIT_ACK_TIMEOUT)
 * @param slotCheck how long after its download a node is asked for its slot; each further
 * wait is twice as long, up to ten minutes (FUOTA_SUIT_SLOT_CHECK)
 */
@ConfigurationProperties("fuota.suit")
record SuitSettings(String host, List<String> keys, List<String> openPublishFrom, boolean triggerNul,
		Duration ackTimeout, Duration slotCheck) {

	private static final Duration LEAST = Duration.ofMillis(10);

	private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

	private static final Duration LONGEST_CHECK = Duration.ofDays(1);

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	SuitSettings {
		if (!host.isEmpty() && !PublicHost.isValid(host)) {
			throw new IllegalArgumentException("FUOTA_COAP_HOST must be a host name or an IP address, with or without "
					+ "a port, such as [2001:db8::1]:5683, not “" + host + "”");
		}
		keys = keys.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
		keys.forEach(SuitSettings::checkKey);
		openPublishFrom = openPublishFrom.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
		openPublishFrom.forEach(SuitSettings::checkNetwork);
		check("FUOTA_SUIT_ACK_TIMEOUT", ackTimeout, LONGEST_TIMEOUT);
		check("FUOTA_SUIT_SLOT_CHECK", slotCheck, LONGEST_CHECK);
	}

	private static void checkKey(String key) {
		try {
			PublicKey _ = SuitSignatures.key(key);
		}
		catch (IllegalArgumentException wrong) {
			throw new IllegalArgumentException(
					"FUOTA_SUIT_KEYS must list Ed25519 public keys of 64 hex digits, not “" + key + "”", wrong);
		}
	}

	private static void checkNetwork(String network) {
		try {
			new IpAddressMatcher(network);
		}
		catch (IllegalArgumentException wrong) {
			throw new IllegalArgumentException(
					"FUOTA_SUIT_OPEN_PUBLISH_FROM must list IP addresses or networks such as 10.0.0.0/8, not “"
							+ network + "”",
					wrong);
		}
	}

	private static void check(String setting, Duration value, Duration most) {
		if (value.compareTo(LEAST) < 0 || value.compareTo(most) > 0) {
			throw new IllegalArgumentException(setting + " must be " + LEAST.toMillis() + "ms to " + most.toSeconds()
					+ "s, not " + value.toMillis() + "ms");
		}
	}

}
