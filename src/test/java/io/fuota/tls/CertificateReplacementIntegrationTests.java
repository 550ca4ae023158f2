package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ClientHello;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import io.fuota.testing.TlsOptions.CountingTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Certificate and key are replaced while the server runs. */
@ExtendWith(OutputCaptureExtension.class)
class CertificateReplacementIntegrationTests {

	private static final int DOWNLOADS = 100;

	private static final int FILE_BYTES = 1_500_000;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final TestServer server;

	@TempDir
	private Path scratch;

	CertificateReplacementIntegrationTests() {
		this.server = TestServer.prepare().with("FUOTA_CERTS_CHECK", "100ms").with("FUOTA_TLS_ENGINE", engine());
	}

	/** A constant; JUnit wants one constructor. */
	String engine() {
		return "native";
	}

	@AfterEach
	void close() {
		server.close();
	}

	@ParameterizedTest
	@EnumSource(Replacement.class)
	void fiveReplacementsInARowBreakNoDownloadAndEachIsSeenByNewConnections(Replacement way) throws IOException {
		server.start();
		byte[] image = new byte[FILE_BYTES];
		new Random(3).nextBytes(image);
		server.admin().upload("big.bin", image);
		List<RawTlsClient> downloads = new ArrayList<>();
		try {
			for (int i = 0; i < DOWNLOADS; i++) {
				downloads.add(beginDownload());
			}
			for (int round = 1; round <= 5; round++) {
				X509Certificate next = way.replace(server.certificatesFolder(), scratch, round);
				awaitShown(next);
				assertRulesAreAsBefore(next);
			}
			for (RawTlsClient download : downloads) {
				assertThat(Arrays.equals(download.receive().rawBody(), image)).isTrue();
			}
		}
		finally {
			for (RawTlsClient download : downloads) {
				download.close();
			}
		}
	}

	@Test
	void aSessionOfTheOldCertificateIsNotResumedWithTheNewOne() throws IOException {
		server.start();
		CountingTrust trust = new CountingTrust();
		TlsOptions options = TlsOptions.trusting(trust);
		check(options);
		check(options);
		assertThat(trust.certificatesSeen()).isEqualTo(1);
		awaitShown(Replacement.RENAME.replace(server.certificatesFolder(), scratch, 1));
		check(options);
		assertThat(trust.certificatesSeen()).isEqualTo(2);
	}

	@Test
	void aKeyOfAnotherCertificateIsRefusedAloudUntilItIsRight(CapturedOutput output) throws IOException {
		server.start();
		X509Certificate old = server.certificate();
		KeyPair pair = TestCertificates.keyPair(KeyForm.EC_PKCS8);
		X509Certificate next = TestCertificates.selfSigned(pair, "next.example");
		Path source = scratch.resolve("next");
		TestCertificates.write(source, next, pair.getPrivate(), KeyForm.EC_PKCS8);

		copy(source, "ca_cert.pem");
		awaitError(output, "doesn't belong to the certificate");
		assertThat(shown()).isEqualTo(old);

		copy(source, "ca_key.pem");
		awaitShown(next);
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> output.getOut().contains("the certificate files are right again"));
		assertThat(output.getOut()).contains("new connections get the new certificate: CN=next.example");
	}

	@Test
	void aHalfCopiedOrMissingFileIsRefusedAloudUntilItIsWhole(CapturedOutput output) throws IOException {
		server.start();
		X509Certificate old = server.certificate();
		byte[] whole = Files.readAllBytes(server.certificateFile());

		Files.write(server.certificateFile(), Arrays.copyOf(whole, whole.length / 2));
		awaitError(output, "ca_cert.pem");
		assertThat(shown()).isEqualTo(old);
		Files.delete(server.certificateFile());
		awaitError(output, "NoSuchFileException");
		assertThat(shown()).isEqualTo(old);
		assertThat(server.certificateFile()).as("nothing is made beside a running server").doesNotExist();

		Files.write(server.certificateFile(), whole);
		Awaitility.await().atMost(PATIENCE).until(() -> output.getOut().contains("right again"));
		awaitShown(Replacement.RENAME.replace(server.certificatesFolder(), scratch, 1));
	}

	@Test
	void aCertificateThatEndsWithin30DaysIsWarnedOfAtTheStart(CapturedOutput output) {
		KeyPair pair = TestCertificates.keyPair(KeyForm.EC_PKCS8);
		Instant now = Instant.now();
		X509Certificate ending = TestCertificates.selfSigned(pair, "ending.example", now.minus(Duration.ofDays(1)),
				now.plus(Duration.ofDays(29)));
		TestCertificates.write(server.certificatesFolder(), ending, pair.getPrivate(), KeyForm.EC_PKCS8);
		server.start();
		assertThat(output.getOut()).containsPattern("WARN +Certificates the certificate .*ca_cert.pem expires at ");
	}

	private RawTlsClient beginDownload() throws IOException {
		RawTlsClient client = RawTlsClient.connect(server.port(), fresh().receiveBufferBytes(8 * 1024));
		client.send("GET /files/big.bin HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n");
		return client;
	}

	private void check(TlsOptions options) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(server.port(), options)) {
			RawResponse answer = client
				.send("GET /devices/x?app_ver=1 HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n")
				.receive();
			assertThat(answer.status()).isEqualTo(404);
		}
	}

	private void assertRulesAreAsBefore(X509Certificate certificate) throws IOException {
		for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
			try (RawTlsClient client = RawTlsClient.connect(server.port(), fresh().protocol(protocol))) {
				assertThat(client.session().getPeerCertificates()).containsExactly(certificate);
			}
		}
		assertThat(ClientHello.offer(server.port(), ClientHello.TLS_1_1,
				ClientHello.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, ClientHello.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA))
			.isNotEqualTo(ClientHello.Reply.SERVER_HELLO);
		assertThat(ClientHello.offer(server.port(), ClientHello.TLS_1_2, ClientHello.TLS_RSA_WITH_AES_128_GCM_SHA256,
				ClientHello.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, ClientHello.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA))
			.isNotEqualTo(ClientHello.Reply.SERVER_HELLO);
		String header = "X-Long: " + "x".repeat(9_000);
		assertThat(
				new AdminClient(server.port(), TestServer.USERNAME, TestServer.PASSWORD).get("/files", header).status())
			.isEqualTo(400);
	}

	private void awaitShown(X509Certificate certificate) {
		Awaitility.await().atMost(PATIENCE).until(() -> shown().equals(certificate));
	}

	private static void awaitError(CapturedOutput output, String reason) {
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> output.getOut()
				.lines()
				.anyMatch(line -> line.contains("ERROR CertificateWatch the new certificate isn't used")
						&& line.contains(reason)));
	}

	private X509Certificate shown() {
		try (RawTlsClient client = RawTlsClient.connect(server.port(), fresh())) {
			return (X509Certificate) client.session().getPeerCertificates()[0];
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private void copy(Path source, String name) throws IOException {
		Files.write(server.certificatesFolder().resolve(name), Files.readAllBytes(source.resolve(name)));
	}

	private static TlsOptions fresh() {
		return TlsOptions.trusting(new CountingTrust());
	}

}
