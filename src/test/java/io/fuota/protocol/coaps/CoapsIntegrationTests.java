package io.fuota.protocol.coaps;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.Command;
import io.fuota.testing.FmuFile;
import io.fuota.testing.FmuMessage;
import io.fuota.testing.Needs;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.auth.RawPublicKeyIdentity;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DTLS with pre-shared keys, certificates and raw public keys, by clients of others. */
class CoapsIntegrationTests {

	private static final byte[] FILE = FmuFile.of(3, 20_000);

	private static final String SECRET = "a secret of 22 bytes..";

	private static final TestServer SERVER = TestServer.prepare()
		.with("FUOTA_CERTS_CHECK", "200ms")
		.with("FUOTA_DEVICE_USERNAME", "field")
		.with("FUOTA_DEVICE_PASSWORD", "field password");

	@TempDir
	private Path folder;

	@BeforeAll
	static void start() {
		CoapConfig.register();
		UdpConfig.register();
		DtlsConfig.register();
		SERVER.start().admin().upload(FmuFile.name("P", "1.1.0"), FILE);
		assertThat(put("node-7", SECRET).status()).isEqualTo(204);
	}

	@AfterAll
	static void stop() {
		SERVER.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "coap-client-openssl", "coap-client-gnutls" })
	@Needs({ "coap-client-openssl", "coap-client-gnutls" })
	void libcoapsClientsFetchTheFileWithAPreSharedKey(String client) throws IOException {
		Path check = Files.write(folder.resolve("check"), FmuMessage.payload("P", 3, "1.0.31", 0));
		Path fetched = folder.resolve("fetched");
		Command
			.of(client, "-k", SECRET, "-u", "node-7", "-m", "get", "-f", check.toString(), "-b", "1024", "-o",
					fetched.toString(), uri("/updates"))
			.run()
			.succeeded();
		assertThat(fetched).hasBinaryContent(FILE);
	}

	@Test
	@Needs("coap-client-openssl")
	void filesAreFetchedByTheirNamesToo() {
		Path fetched = folder.resolve("fetched");
		Command
			.of("coap-client-openssl", "-k", SECRET, "-u", "node-7", "-m", "get", "-b", "1024", "-o",
					fetched.toString(), uri("/" + FmuFile.name("P", "1.1.0")))
			.run()
			.succeeded();
		assertThat(fetched).hasBinaryContent(FILE);
	}

	@Test
	@Needs("coap-client-openssl")
	void wrongSecretAndUnknownIdentityGetNothing() {
		for (List<String> wrong : List.of(List.of("node-7", "another secret, too..."), List.of("node-8", SECRET))) {
			assertThat(Command
				.of("coap-client-openssl", "-B", "3", "-k", wrong.getLast(), "-u", wrong.getFirst(), "-m", "get",
						uri("/.well-known/core"))
				.run()
				.output()).doesNotContain("</updates>");
		}
	}

	@Test
	@Needs("coap-client-openssl")
	void clientThatTrustsTheCertificateNeedsNoSecret() {
		assertThat(Command
			.of("coap-client-openssl", "-R", SERVER.certificateFile().toString(), "-m", "get",
					"coaps://localhost:" + SERVER.coapsPort() + "/.well-known/core")
			.run()
			.succeeded()
			.output()).contains("</updates>");
	}

	@Test
	void californiumsClientGoesByPreSharedKeyAndConnectionId() throws Exception {
		DtlsConnectorConfig.Builder dtls = client();
		dtls.setAdvancedPskStore(new AdvancedSinglePskStore("node-7", SECRET.getBytes(StandardCharsets.US_ASCII)));
		CoapResponse response = ask(dtls);
		assertThat(response.getResponseText()).contains("</updates>");
		assertThat(response.advanced().getSourceContext().get(DtlsEndpointContext.KEY_WRITE_CONNECTION_ID))
			.as("the server's connection id")
			.satisfies(id -> assertThat(id.length()).isEqualTo(6));
	}

	@Test
	void clientThatWantsARawPublicKeyGetsTheCertificatesKey() throws Exception {
		DtlsConnectorConfig.Builder dtls = trusting(SERVER.certificate().getPublicKey());
		assertThat(ask(dtls).getResponseText()).contains("</updates>");
	}

	@Test
	void secretsAreForAdminsAndNeverShown() throws IOException {
		assertThat(put("node-9", "a secret of 22 bytes!!").status()).isEqualTo(204);
		RawResponse list = SERVER.admin().get("/api/v1/coap/psk");
		assertThat(list.status()).isEqualTo(200);
		assertThat(list.text()).contains("\"identity\":\"node-7\"", "\"identity\":\"node-9\"", "\"since\"")
			.doesNotContain("secret", hex("a secret of 22 bytes!!"));
		assertThat(SERVER.admin().delete("/api/v1/coap/psk/node-9").status()).isEqualTo(204);
		assertThat(SERVER.admin().delete("/api/v1/coap/psk/node-9").status()).isEqualTo(404);
		assertThat(new AdminClient(SERVER.port(), "nobody", "x").get("/api/v1/coap/psk").status()).isEqualTo(401);
		assertThat(new AdminClient(SERVER.port(), "field", "field password").get("/api/v1/coap/psk").status())
			.isEqualTo(403);
		assertThat(put("node-9", "short").status()).isEqualTo(400);
		assertThat(put("n".repeat(129), SECRET).status()).isEqualTo(400);
		assertThat(SERVER.admin()
			.put("/api/v1/coap/psk/node-9", "application/json", "{}".getBytes(StandardCharsets.US_ASCII))
			.status()).isEqualTo(400);
	}

	@Test
	void databaseGivesNoSecretAwayAndTheyOutliveARestart() throws Exception {
		assertThat(put("node-10", "the secret to look for").status()).isEqualTo(204);
		Path key = SERVER.dataFolder().resolve("coap-psk-key");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
		SERVER.restart();
		for (String file : List.of("devices.db", "devices.db-wal")) {
			Path path = SERVER.dataFolder().resolve(file);
			String content = Files.exists(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
			assertThat(content.contains("the secret to look for")).as(file).isFalse();
		}
		DtlsConnectorConfig.Builder dtls = client();
		dtls.setAdvancedPskStore(
				new AdvancedSinglePskStore("node-10", "the secret to look for".getBytes(StandardCharsets.US_ASCII)));
		assertThat(ask(dtls).getResponseText()).contains("</updates>");
	}

	@ParameterizedTest
	@EnumSource(names = { "RSA_PKCS8", "EC_PKCS8" })
	@Needs("coap-client-openssl")
	void pairThatIsReplacedIsShownInTheNextHandshake(KeyForm form) {
		KeyPair pair = TestCertificates.keyPair(form);
		TestCertificates.write(SERVER.certificatesFolder(), TestCertificates.selfSigned(pair, "localhost"),
				pair.getPrivate(), form);
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(Command
				.of("coap-client-openssl", "-B", "3", "-R", SERVER.certificateFile().toString(), "-m", "get",
						"coaps://localhost:" + SERVER.coapsPort() + "/.well-known/core")
				.run()
				.output()).contains("</updates>"));
	}

	private static DtlsConnectorConfig.Builder trusting(PublicKey server) {
		DtlsConnectorConfig.Builder dtls = client();
		dtls.setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
			.setTrustedRPKs(new RawPublicKeyIdentity(server))
			.setSupportedCertificateTypes(List.of(CertificateType.RAW_PUBLIC_KEY))
			.build());
		return dtls;
	}

	private static DtlsConnectorConfig.Builder client() {
		Configuration settings = new Configuration(DtlsConfig.DEFINITIONS);
		settings.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY);
		settings.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
		settings.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
		return DtlsConnectorConfig.builder(settings);
	}

	private static CoapResponse ask(DtlsConnectorConfig.Builder dtls) throws Exception {
		CoapEndpoint endpoint = CoapEndpoint.builder()
			.setConfiguration(Configuration.createStandardWithoutFile())
			.setConnector(new DTLSConnector(dtls.build()))
			.build();
		CoapClient client = new CoapClient(uri("/.well-known/core")).setEndpoint(endpoint);
		try {
			CoapResponse response = client.setTimeout(20_000L).get();
			assertThat(response).as("an answer").isNotNull();
			return response;
		}
		finally {
			client.shutdown();
			endpoint.destroy();
		}
	}

	private static RawResponse put(String identity, String secret) {
		return SERVER.admin()
			.put("/api/v1/coap/psk/" + identity, "application/json",
					("{\"secretHex\":\"" + hex(secret) + "\"}").getBytes(StandardCharsets.US_ASCII));
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static String uri(String path) {
		return "coaps://127.0.0.1:" + SERVER.coapsPort() + path;
	}

}
