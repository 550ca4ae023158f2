package io.fuota.tls;

/** What computes TLS. */
public enum TlsEngine {

	/** BoringSSL, and the JDK where BoringSSL doesn't load. */
	NATIVE,

	/** The JDK. */
	JDK

}
