package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fuota.http.ListenerSettings;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	@TempDir
	private Path folder;

	@Test
	void firstStartMakesAPairForTheHostAndTheSecondKeepsIt() throws Exception {
		X509Certificate first = certificates("updates.example").load().leaf();
		X509Certificate second = certificates("other.example").load().leaf();

		assertThat(first.getSubjectX500Principal().getName()).isEqualTo("CN=updates.example");
		assertThat(first.getSubjectAlternativeNames()).containsExactly(List.of(2, "updates.example"));
		assertThat(first.getNotAfter().toInstant()).isAfter(NOW.plusSeconds(25L * 365 * 86_400));
		assertThat(second).isEqualTo(first);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key()))).isEqualTo("rw-------");
	}

	@Test
	void addressIsNamedInAllThreePlaces() throws Exception {
		X509Certificate certificate = certificates("192.168.1.41").load().leaf();

		assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=192.168.1.41");
		assertThat(certificate.getSubjectAlternativeNames()).containsExactlyInAnyOrder(List.of(2, "192.168.1.41"),
				List.of(7, "192.168.1.41"));
	}

	@Test
	void keysOfEverySortAreRead() throws Exception {
		for (String algorithm : List.of("RSA", "EC")) {
			KeyPair keys = keys(algorithm);
			PrivateKeyInfo info = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
			write(certificate(), "CERTIFICATE", SelfSigned.of(keys, NOW, NOW.plusSeconds(60)).getEncoded());
			write(key(), "PRIVATE KEY", info.getEncoded());
			assertThat(certificates("x").load().key()).as(algorithm + " PKCS#8").isEqualTo(keys.getPrivate());
			// PKCS#1 and SEC1 are what PKCS#8 wraps; SEC1 needs the curve beside it.
			byte[] bare = algorithm.equals("RSA") ? info.parsePrivateKey().toASN1Primitive().getEncoded()
					: SelfSigned.sec1(info);
			write(key(), algorithm + " PRIVATE KEY", bare);
			// Loading signs with the key and verifies with the certificate.
			assertThat(certificates("x").load().key().getAlgorithm()).as(algorithm + " bare")
				.isIn("RSA", "EC", "ECDSA");
		}
	}

	@Test
	void expiredCertificateIsServedAllTheSame() throws Exception {
		KeyPair keys = keys("EC");
		X509Certificate expired = SelfSigned.of(keys, NOW.minusSeconds(1000), NOW.minusSeconds(500));
		write(certificate(), "CERTIFICATE", expired.getEncoded());
		write(key(), "PRIVATE KEY", keys.getPrivate().getEncoded());

		assertThat(certificates("x").load().leaf()).isEqualTo(expired);
	}

	@Test
	void keyOfAnotherCertificateIsRefused() throws Exception {
		write(certificate(), "CERTIFICATE", SelfSigned.of(keys("EC"), NOW, NOW.plusSeconds(60)).getEncoded());
		for (String algorithm : List.of("EC", "RSA")) {
			write(key(), "PRIVATE KEY", keys(algorithm).getPrivate().getEncoded());
			assertThatExceptionOfType(CertificateUnusableException.class).isThrownBy(() -> certificates("x").load())
				.withMessageContaining("doesn't belong");
		}
	}

	@Test
	void oneFileWithoutTheOtherIsRefusedAndNothingIsMade() throws Exception {
		certificates("x").load();
		Files.delete(key());

		assertThatExceptionOfType(CertificateUnusableException.class).isThrownBy(() -> certificates("x").load())
			.withMessageContaining("ca_key.pem is missing");
		assertThat(key()).doesNotExist();
	}

	@Test
	void filesWithoutPemAreRefused() throws Exception {
		certificates("x").load();
		Files.writeString(key(), "no key");
		assertThatExceptionOfType(CertificateUnusableException.class).isThrownBy(() -> certificates("x").load())
			.withMessageContaining("ca_key.pem");
		Files.writeString(certificate(), "no certificate");
		assertThatExceptionOfType(CertificateUnusableException.class).isThrownBy(() -> certificates("x").load())
			.withMessageContaining("ca_cert.pem");
	}

	@Test
	void makingThatWasInterruptedBetweenTheFilesIsFinished() throws Exception {
		X509Certificate made = certificates("x").load().leaf();
		Files.move(certificate(), folder.resolve("ca_cert.pem.part"));

		assertThat(certificates("x").load().leaf()).isEqualTo(made);
		assertThat(certificate()).exists();
	}

	private Certificates certificates(String host) {
		return new Certificates(new TlsSettings(folder, TlsEngine.JDK, Duration.ofSeconds(5)),
				new ListenerSettings(0, host, "", List.of()), Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private Path certificate() {
		return folder.resolve("ca_cert.pem");
	}

	private Path key() {
		return folder.resolve("ca_key.pem");
	}

	private static KeyPair keys(String algorithm) throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
		generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
		return generator.generateKeyPair();
	}

	private static void write(Path file, String type, byte[] content) throws IOException {
		StringWriter text = new StringWriter();
		try (PemWriter pem = new PemWriter(text)) {
			pem.writeObject(new PemObject(type, content));
		}
		Files.writeString(file, text.toString());
	}

}
