package io.fuota.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * The certificate chain and key that the server shows, read from PEM files.
 *
 * @param chain the server's certificate first
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {

	private static final String ALIAS = "server";

	/**
	 * Protects nothing: the key store lives in memory alone, but its API wants a
	 * password.
	 */
	static final String KEY_STORE_PASSWORD = "in-memory";

	/**
	 * Reads a pair: RSA or EC, the key as PKCS#1, SEC1 or PKCS#8, unencrypted.
	 * @throws CertificateUnusableException if either can't be read, or they don't belong
	 * together
	 */
	static ServerCertificate read(Path certificateFile, Path keyFile) {
		return of(PemFiles.read(certificateFile, keyFile), certificateFile, keyFile);
	}

	/**
	 * The same from bytes that were read already.
	 * @param certificateFile where they came from, for the messages; so keyFile
	 */
	static ServerCertificate of(PemFiles files, Path certificateFile, Path keyFile) {
		List<X509Certificate> chain = readChain(files.certificate(), certificateFile);
		PrivateKey key = readKey(files.key(), keyFile);
		if (!belongTogether(chain.getFirst(), key)) {
			throw new CertificateUnusableException(
					"the key " + keyFile + " doesn't belong to the certificate " + certificateFile, null);
		}
		return new ServerCertificate(chain, key);
	}

	X509Certificate leaf() {
		return chain.getFirst();
	}

	/** Since when the whole chain is valid. */
	Instant validFrom() {
		return chain.stream().map(link -> link.getNotBefore().toInstant()).max(Comparator.naturalOrder()).orElseThrow();
	}

	/** Until when the whole chain is valid. */
	Instant validUntil() {
		return chain.stream().map(link -> link.getNotAfter().toInstant()).min(Comparator.naturalOrder()).orElseThrow();
	}

	/** For the log: whose it is, its end and its digest, as openssl shows it. */
	String describe() {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded());
			return leaf().getSubjectX500Principal().getName() + ", until " + leaf().getNotAfter().toInstant()
					+ ", SHA-256 " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("a certificate that was read can be written", impossible);
		}
	}

	/** Never shows the key. */
	@Override
	public String toString() {
		return "ServerCertificate[" + describe() + "]";
	}

	/** A key store with this pair alone. */
	KeyStore keyStore() {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry(ALIAS, key, KEY_STORE_PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
			return store;
		}
		catch (GeneralSecurityException | IOException failure) {
			throw new CertificateUnusableException("the certificate can't be used for TLS: " + failure, failure);
		}
	}

	private static List<X509Certificate> readChain(String pem, Path file) {
		try {
			List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
				.generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
				.stream()
				.map(X509Certificate.class::cast)
				.toList();
			if (chain.isEmpty()) {
				throw new CertificateUnusableException(file + " has no certificate in it", null);
			}
			return chain;
		}
		catch (CertificateException failure) {
			throw new CertificateUnusableException("the certificate " + file + " can't be read: " + failure, failure);
		}
	}

	private static PrivateKey readKey(String pem, Path file) {
		JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
		try (PEMParser parser = new PEMParser(new StringReader(pem))) {
			for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
				if (part instanceof PEMKeyPair pair) {
					return converter.getPrivateKey(pair.getPrivateKeyInfo());
				}
				if (part instanceof PrivateKeyInfo info) {
					return converter.getPrivateKey(info);
				}
				// Anything else, such as the EC PARAMETERS that openssl writes before a
				// SEC1 key, is passed over.
			}
			throw new CertificateUnusableException(
					file + " has no unencrypted private key in it (PKCS#1, SEC1 or PKCS#8 in PEM)", null);
		}
		catch (IOException | IllegalArgumentException | IllegalStateException failure) {
			throw new CertificateUnusableException("the key " + file + " can't be read: " + failure, failure);
		}
	}

	private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
		String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
		byte[] probe = { 1, 2, 3 };
		try {
			Signature signature = Signature.getInstance(algorithm);
			signature.initSign(key);
			signature.update(probe);
			byte[] signed = signature.sign();
			signature.initVerify(certificate.getPublicKey());
			signature.update(probe);
			return signature.verify(signed);
		}
		catch (GeneralSecurityException different) {
			return false;
		}
	}

}
