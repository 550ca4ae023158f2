package io.fuota.testing;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * Decides about a server's certificate as mbedTLS 2.28 does in ESP-IDF 4.4.4, with one
 * embedded certificate and a host name ({@code library/x509_crt.c};
 * {@code docs/protocols/esp32-fuota-https.md} §1.4). Dates aren't looked at: ESP-IDF
 * leaves {@code MBEDTLS_HAVE_TIME_DATE} off.
 */
final class MbedTlsTrust extends X509ExtendedTrustManager {

	private static final int DNS_NAME = 2;

	private static final int DIGITAL_SIGNATURE = 0;

	private static final int KEY_CERT_SIGN = 5;

	private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

	// mbedtls_x509_crt_profile_default
	private static final int LEAST_RSA_BITS = 2048;

	private final X509Certificate embedded;

	private final String host;

	MbedTlsTrust(X509Certificate embedded, String host) {
		this.embedded = embedded;
		this.host = host;
	}

	/**
	 * Whether the device would go on with this certificate; the exception's message is
	 * mbedTLS's reason.
	 */
	void check(X509Certificate shown) throws CertificateException {
		if (shown.getPublicKey() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
			throw new CertificateException("MBEDTLS_X509_BADCERT_BAD_KEY");
		}
		if (shown.getKeyUsage() != null && !shown.getKeyUsage()[DIGITAL_SIGNATURE]) {
			throw new CertificateException("MBEDTLS_X509_BADCERT_KEY_USAGE");
		}
		List<String> extendedUsage = shown.getExtendedKeyUsage();
		if (extendedUsage != null && !extendedUsage.contains(SERVER_AUTH)) {
			throw new CertificateException("MBEDTLS_X509_BADCERT_EXT_KEY_USAGE");
		}
		if (!namesTheHost(shown)) {
			throw new CertificateException("MBEDTLS_X509_BADCERT_CN_MISMATCH");
		}
		if (!shown.equals(this.embedded) && !isSignedByEmbedded(shown)) {
			throw new CertificateException("MBEDTLS_X509_BADCERT_NOT_TRUSTED");
		}
	}

	// x509_crt_verify_name: with a subjectAltName only its dNSName entries count, and an
	// iPAddress never does.
	private boolean namesTheHost(X509Certificate shown) throws CertificateException {
		Collection<List<?>> names = shown.getSubjectAlternativeNames();
		if (names != null) {
			return names.stream()
				.filter((name) -> Objects.equals(name.get(0), DNS_NAME))
				.anyMatch((name) -> matches(String.valueOf(name.get(1))));
		}
		X500Name subject = X500Name.getInstance(shown.getSubjectX500Principal().getEncoded());
		for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
			for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
				if (matches(IETFUtils.valueToString(attribute.getValue()))) {
					return true;
				}
			}
		}
		return false;
	}

	private boolean matches(String name) {
		String pattern = name.toLowerCase(Locale.ROOT);
		String wanted = this.host.toLowerCase(Locale.ROOT);
		int firstDot = wanted.indexOf('.');
		boolean sameDomain = firstDot > 0 && pattern.equals("*" + wanted.substring(firstDot));
		return sameDomain || pattern.equals(wanted);
	}

	private boolean isSignedByEmbedded(X509Certificate shown) {
		boolean[] usage = this.embedded.getKeyUsage();
		boolean signsCertificates = this.embedded.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
		if (!signsCertificates || !shown.getIssuerX500Principal().equals(this.embedded.getSubjectX500Principal())) {
			return false;
		}
		try {
			shown.verify(this.embedded.getPublicKey());
			return true;
		}
		catch (GeneralSecurityException _) {
			return false;
		}
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		check(chain[0]);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		check(chain[0]);
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		check(chain[0]);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
		throw new IllegalStateException("devices check servers");
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		throw new IllegalStateException("devices check servers");
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) {
		throw new IllegalStateException("devices check servers");
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[] { this.embedded };
	}

}
