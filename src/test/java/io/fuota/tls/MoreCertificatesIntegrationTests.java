package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuota.testing.ConsoleClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several certificates: by the host that a client names, and replaced while it runs. */
class MoreCertificatesIntegrationTests {

	private static final String HOST = "p1.m2.exosite.io";

	@ParameterizedTest
	@ValueSource(strings = { "native", "jdk" })
	void aCertificateIsChosenByTheNameThatTheClientSays(String engine) throws IOException {
		try (TestServer server = TestServer.prepare()
			.with("FUOTA_TLS_ENGINE", engine)
			.with("FUOTA_CERTS_CHECK", "100ms")) {
			write(server, "exosite", "first", "*.m2.exosite.io");
			server.start();
			assertThat(shown(server, fresh().serverName(HOST))).isEqualTo("CN=first");
			assertThat(shown(server, fresh().protocol("TLSv1.2").serverName(HOST))).isEqualTo("CN=first");
			assertThat(shown(server, fresh().serverName("a.b.m2.exosite.io"))).isEqualTo("CN=localhost");
			assertThat(shown(server, fresh())).isEqualTo("CN=localhost");

			write(server, "exosite", "second", "*.m2.exosite.io", "m2.exosite.com");
			awaitShown(server, "m2.exosite.com", "CN=second");
			assertThat(shown(server, fresh().serverName(HOST))).isEqualTo("CN=second");

			Files.delete(file(server, "exosite_key.pem"));
			write(server, "other", "third", "other.example");
			awaitShown(server, "other.example", "CN=third");
			assertThat(shown(server, fresh().serverName(HOST))).as("a broken pair isn't used").isEqualTo("CN=second");

			Files.delete(file(server, "exosite_cert.pem"));
			awaitShown(server, HOST, "CN=localhost");
		}
	}

	@Test
	void hostAndNameMayDiffer() throws IOException {
		try (TestServer server = TestServer.prepare()) {
			write(server, "exosite", "first", "*.m2.exosite.io");
			server.start();
			for (TlsOptions options : new TlsOptions[] { fresh().serverName(HOST), fresh().serverName("other.example"),
					fresh() }) {
				try (RawTlsClient client = RawTlsClient.connect(server.port(), options)) {
					client.send("GET /timestamp HTTP/1.1\r\nHost: m2.exosite.com\r\n\r\n");
					RawResponse answer = client.receive();
					assertThat(answer.status()).isEqualTo(200);
				}
			}
			assertThat(ConsoleClient.loggedIn(server).get("/console/settings").text())
				.contains("Certificate for names of its own: exosite", "<dd>CN=first</dd>", "<dd>CN=localhost</dd>");
		}
	}

	@Test
	void aBrokenPairStopsTheStart() throws IOException {
		try (TestServer server = TestServer.prepare()) {
			write(server, "exosite", "first", "*.m2.exosite.io");
			Files.delete(file(server, "exosite_key.pem"));
			assertThatThrownBy(server::start).hasStackTraceContaining("exosite_key.pem");
		}
	}

	@Test
	void aStarStandsForOneLabel() {
		KeyPair pair = TestCertificates.keyPair(KeyForm.EC_PKCS8);
		ServerNames names = ServerNames
			.of(TestCertificates.selfSigned(pair, "x", new GeneralName(GeneralName.dNSName, "*.M2.exosite.io"),
					new GeneralName(GeneralName.dNSName, "b.example")));
		assertThat(names.match("a.m2.exosite.IO")).isTrue();
		assertThat(names.match("b.example")).isTrue();
		assertThat(names.match("m2.exosite.io")).isFalse();
		assertThat(names.match("a.b.m2.exosite.io")).isFalse();
		assertThat(names.match("")).isFalse();
	}

	/** Without a session to resume. */
	private static TlsOptions fresh() {
		return TlsOptions.trusting(new TlsOptions.CountingTrust());
	}

	private static void awaitShown(TestServer server, String host, String subject) {
		Awaitility.await().ignoreExceptions().until(() -> shown(server, fresh().serverName(host)).equals(subject));
	}

	private static String shown(TestServer server, TlsOptions options) {
		try (RawTlsClient client = RawTlsClient.connect(server.port(), options)) {
			client.send("GET /timestamp HTTP/1.1\r\nHost: x\r\n\r\n");
			assertThat(client.receive().status()).isEqualTo(200);
			X509Certificate first = (X509Certificate) client.session().getPeerCertificates()[0];
			return first.getSubjectX500Principal().getName();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Both files under other names first, and then by rename. */
	private static void write(TestServer server, String name, String subject, String... hosts) throws IOException {
		KeyPair pair = TestCertificates.keyPair(KeyForm.EC_PKCS8);
		GeneralName[] names = java.util.Arrays.stream(hosts)
			.map(host -> new GeneralName(GeneralName.dNSName, host))
			.toArray(GeneralName[]::new);
		Path made = Files.createTempDirectory(server.certificatesFolder().getParent(), "made");
		TestCertificates.write(made, TestCertificates.selfSigned(pair, subject, names), pair.getPrivate(),
				KeyForm.EC_PKCS8);
		Files.createDirectories(server.certificatesFolder());
		for (String part : new String[] { "_key.pem", "_cert.pem" }) {
			Files.move(made.resolve("ca" + part), file(server, name + part), StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static Path file(TestServer server, String name) {
		return server.certificatesFolder().resolve(name);
	}

}
