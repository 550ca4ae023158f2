package io.fuota.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Key pairs and self-signed certificates as operators bring them along. */
public final class TestCertificates {

	private TestCertificates() {
	}

	/** How a private key is written in a PEM file. */
	public enum KeyForm {

		/**
		 * {@code BEGIN RSA PRIVATE KEY}: {@code openssl req -newkey rsa:2048} of OpenSSL
		 * before 3.0.
		 */
		RSA_PKCS1,

		/** {@code BEGIN PRIVATE KEY}: OpenSSL 3. */
		RSA_PKCS8,

		/**
		 * {@code BEGIN EC PRIVATE KEY}: {@code openssl ecparam -genkey}, with
		 * {@code EC PARAMETERS} before it.
		 */
		EC_SEC1,

		/** {@code BEGIN PRIVATE KEY}. */
		EC_PKCS8

	}

	/** RSA-2048 or EC P-256. */
	public static KeyPair keyPair(KeyForm form) {
		try {
			KeyPairGenerator generator = KeyPairGenerator
				.getInstance((form == KeyForm.EC_SEC1 || form == KeyForm.EC_PKCS8) ? "EC" : "RSA");
			if (generator.getAlgorithm().equals("EC")) {
				generator.initialize(new ECGenParameterSpec("secp256r1"));
			}
			else {
				generator.initialize(2048);
			}
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * As {@code openssl req -x509 -nodes} makes it: a CA by its basic constraints, for
	 * ten years.
	 * @param names of the subjectAltName; none: the certificate has no such extension
	 */
	public static X509Certificate selfSigned(KeyPair pair, String commonName, GeneralName... names) {
		Instant now = Instant.now();
		return selfSigned(pair, commonName, now.minus(1, ChronoUnit.DAYS), now.plus(3650, ChronoUnit.DAYS), names);
	}

	public static X509Certificate selfSigned(KeyPair pair, String commonName, Instant from, Instant until,
			GeneralName... names) {
		try {
			X500Name name = new X500Name("CN=" + commonName);
			X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, BigInteger.valueOf(4711),
					Date.from(from), Date.from(until), name, pair.getPublic());
			builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
			if (names.length > 0) {
				builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
			}
			String algorithm = pair.getPublic().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
			return new JcaX509CertificateConverter()
				.getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (CertificateException | OperatorCreationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Puts {@code ca_cert.pem} and {@code ca_key.pem} where docker-fuota-server has them.
	 */
	public static void write(Path folder, X509Certificate certificate, PrivateKey key, KeyForm form) {
		try {
			Files.createDirectories(folder);
			Files.writeString(folder.resolve("ca_cert.pem"), pem("CERTIFICATE", certificate.getEncoded()));
			Files.writeString(folder.resolve("ca_key.pem"), pem(key, form));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (CertificateException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(PrivateKey key, KeyForm form) throws IOException {
		PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
		byte[] inner = info.parsePrivateKey().toASN1Primitive().getEncoded();
		return switch (form) {
			case RSA_PKCS8, EC_PKCS8 -> pem("PRIVATE KEY", key.getEncoded());
			case RSA_PKCS1 -> pem("RSA PRIVATE KEY", inner);
			// OpenSSL puts the curve into a block of its own and into the key's
			// structure.
			case EC_SEC1 ->
				pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()) + pem("EC PRIVATE KEY", sec1(info));
		};
	}

	private static byte[] sec1(PrivateKeyInfo info) throws IOException {
		var key = org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(info.parsePrivateKey());
		return new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getKey(), key.getPublicKey(),
				SECObjectIdentifiers.secp256r1)
			.getEncoded();
	}

	private static String pem(String type, byte[] der) throws IOException {
		StringWriter text = new StringWriter();
		try (PemWriter writer = new PemWriter(text)) {
			writer.writeObject(new PemObject(type, der));
		}
		return text.toString();
	}

}
