package io.fuota.tls;

/** Replacement again, where the JDK computes TLS. */
class CertificateReplacementByJdkIntegrationTests extends CertificateReplacementIntegrationTests {

	@Override
	String engine() {
		return "jdk";
	}

}
