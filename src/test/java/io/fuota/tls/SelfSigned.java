package io.fuota.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates as {@code openssl req -x509} makes them. */
final class SelfSigned {

	private SelfSigned() {
	}

	static X509Certificate of(KeyPair keys, Instant from, Instant until) throws Exception {
		X500Name name = new X500Name("CN=192.168.1.41");
		var builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(from), Date.from(until), name,
				keys.getPublic());
		String algorithm = keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
	}

	/** RFC 5915, with the curve, as openssl writes it. */
	static byte[] sec1(PrivateKeyInfo info) throws Exception {
		ECPrivateKey inner = ECPrivateKey.getInstance(info.parsePrivateKey());
		return new ECPrivateKey(256, inner.getKey(), info.getPrivateKeyAlgorithm().getParameters()).getEncoded();
	}

}
