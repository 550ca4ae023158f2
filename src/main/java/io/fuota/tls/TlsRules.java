package io.fuota.tls;

import java.util.List;

/** What every engine speaks, whichever makes it and whichever certificate it shows. */
final class TlsRules {

	static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	/**
	 * Forward-secret suites with authenticated encryption, which every client of the
	 * documented protocols has.
	 */
	static final List<String> SUITES = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
			"TLS_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
			"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
			"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
			"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

	/**
	 * Elliptic curves for the key exchange, as the JDK calls them; BoringSSL has the same
	 * by itself. Not finite fields: one handshake with ffdhe8192 takes the processor for
	 * as long as a hundred others.
	 */
	static final List<String> GROUPS = List.of("x25519", "secp256r1", "secp384r1", "secp521r1");

	/** For how long a session can be resumed. */
	static final int SESSION_SECONDS = 24 * 60 * 60;

	/**
	 * Sessions that the server keeps for clients of TLS 1.2 that take no tickets; the
	 * oldest go first.
	 */
	static final int KEPT_SESSIONS = 10_000;

	private TlsRules() {
	}

}
