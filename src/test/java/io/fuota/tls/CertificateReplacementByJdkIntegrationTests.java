package io.fuota.tls;

/** Replacement again, where the JDK computes TLS. */
class CertificateReplacementByJdkIntegrationTests extends CertificateReplacementIntegrationTests {

	CertificateReplacementByJdkIntegrationTests() {
		super("jdk");
	}

}
