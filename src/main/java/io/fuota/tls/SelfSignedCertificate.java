package io.fuota.tls;

import io.fuota.address.IpText;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the certificate that devices embed: self-signed, EC P-256, its own trust anchor.
 */
record SelfSignedCertificate(X509Certificate certificate, KeyPair keys) {

	/** Devices can't be given another one, so it lasts as long as they do. */
	private static final int YEARS = 30;

	/**
	 * No right clock shows less. A board without a battery makes its certificate in 1970,
	 * and another one in a future that never comes; both are to be valid when the clock
	 * is right.
	 */
	private static final Instant NEWER_THAN = Instant.parse("2026-01-01T00:00:00Z");

	private static final int SERIAL_BITS = 127;

	/**
	 * @param host the host name or IP address literal that devices connect to
	 */
	static SelfSignedCertificate make(String host, Instant now) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			KeyPair keys = generator.generateKeyPair();
			return new SelfSignedCertificate(sign(host, now, keys), keys);
		}
		catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
			throw new CertificateUnusableException("can't make a certificate for " + host + " (FUOTA_HOST): " + failure,
					failure);
		}
	}

	private static X509Certificate sign(String host, Instant now, KeyPair keys)
			throws GeneralSecurityException, OperatorCreationException, IOException {
		X500Name name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, host).build();
		Date from = Date.from(earlier(now.minus(Duration.ofDays(1)), NEWER_THAN));
		Date until = Date.from(later(now, NEWER_THAN).atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant());
		BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0);
		JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
		var builder = new JcaX509v3CertificateBuilder(name, serial, from, until, name, keys.getPublic())
			.addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
			.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))
			.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
			.addExtension(Extension.subjectKeyIdentifier, false,
					identifiers.createSubjectKeyIdentifier(keys.getPublic()))
			.addExtension(Extension.authorityKeyIdentifier, false,
					identifiers.createAuthorityKeyIdentifier(keys.getPublic()))
			.addExtension(Extension.subjectAlternativeName, false, alternativeNames(host));
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	// mbedTLS 2 (ESP-IDF 4.4) compares the text it connected to with CN or dNSName alone,
	// also where it is an IP address;
	// curl and newer clients want an address as iPAddress. All three together suit both.
	private static GeneralNames alternativeNames(String host) throws IOException {
		List<GeneralName> names = new ArrayList<>();
		names.add(new GeneralName(GeneralName.dNSName, host));
		if (IpText.isAddress(host)) {
			names.add(new GeneralName(GeneralName.iPAddress, InetAddress.ofLiteral(host).getHostAddress()));
		}
		return new GeneralNames(names.toArray(GeneralName[]::new));
	}

}
