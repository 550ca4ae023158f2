package io.fuota.protocol.fuota;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.fuota.testing.ClientHello;
import io.fuota.testing.ClientHello.Reply;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.SimulatedEsp32.OtaResult;
import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import io.fuota.testing.TlsOptions.CountingTrust;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pair that lies in the certificates folder is served as it is; where none lies, one
 * is made that devices take.
 */
class CertificatesIntegrationTests {

	private static final String ADDRESS = "192.168.1.41";

	private static final int DNS_NAME = 2;

	private static final int IP_ADDRESS = 7;

	private final TestServer server = TestServer.prepare();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource(KeyForm.class)
	void aPairOfDockerFuotaServerIsServedAsItIs(KeyForm form) throws IOException {
		KeyPair pair = TestCertificates.keyPair(form);
		X509Certificate certificate = TestCertificates.selfSigned(pair, ADDRESS);
		TestCertificates.write(this.server.certificatesFolder(), certificate, pair.getPrivate(), form);
		byte[] keyBefore = Files.readAllBytes(this.server.certificatesFolder().resolve("ca_key.pem"));
		this.server.start();
		assertServes(certificate);
		assertThat(deviceAt(ADDRESS, certificate).check()).isEqualTo(OtaResult.OTA_NO_UPDATE);
		assertThat(this.server.certificate()).isEqualTo(certificate);
		assertThat(Files.readAllBytes(this.server.certificatesFolder().resolve("ca_key.pem"))).isEqualTo(keyBefore);
		if (form == KeyForm.RSA_PKCS1) {
			assertThat(ClientHello.offer(this.server.port(), ClientHello.TLS_1_2,
					ClientHello.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))
				.isEqualTo(Reply.SERVER_HELLO);
			assertThat(ClientHello.offer(this.server.port(), ClientHello.TLS_1_2,
					ClientHello.TLS_RSA_WITH_AES_128_GCM_SHA256, ClientHello.TLS_RSA_WITH_AES_256_GCM_SHA384,
					ClientHello.TLS_RSA_WITH_AES_128_CBC_SHA))
				.isNotEqualTo(Reply.SERVER_HELLO);
		}
	}

	@Test
	void anExpiredPairIsServedAllTheSame() throws IOException {
		KeyPair pair = TestCertificates.keyPair(KeyForm.EC_PKCS8);
		Instant from = Instant.now().minus(Duration.ofDays(400));
		X509Certificate expired = TestCertificates.selfSigned(pair, ADDRESS, from, from.plus(Duration.ofDays(1)));
		TestCertificates.write(this.server.certificatesFolder(), expired, pair.getPrivate(), KeyForm.EC_PKCS8);
		this.server.start();
		assertServes(expired);
		assertThat(deviceAt(ADDRESS, expired).check()).isEqualTo(OtaResult.OTA_NO_UPDATE);
	}

	@Test
	void aPairMadeForAnAddressIsTakenByDevicesAndOtherClients() throws Exception {
		this.server.with("FUOTA_HOST", ADDRESS).start();
		X509Certificate made = this.server.certificate();
		assertThat(made.getSubjectX500Principal().getName()).isEqualTo("CN=" + ADDRESS);
		assertThat(made.getSubjectAlternativeNames()).contains(List.of(DNS_NAME, ADDRESS),
				List.of(IP_ADDRESS, ADDRESS));
		assertThat(made.getPublicKey().getAlgorithm()).isEqualTo("EC");
		assertThat(made.getNotAfter().toInstant()).isAfter(Instant.now().plus(Duration.ofDays(20 * 365)));
		assertThat(deviceAt(ADDRESS, made).check()).isEqualTo(OtaResult.OTA_NO_UPDATE);
		assertThat(deviceAt("192.168.1.42", made).check()).isEqualTo(OtaResult.OTA_CONN_ERR);
		Path key = this.server.certificatesFolder().resolve("ca_key.pem");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
	}

	@Test
	void aPairOnceMadeStaysThroughRestartsAndOtherHosts() throws IOException {
		this.server.start();
		X509Certificate made = this.server.certificate();
		SimulatedEsp32 device = deviceAt("localhost", made);
		assertThat(device.check()).isEqualTo(OtaResult.OTA_NO_UPDATE);
		this.server.with("FUOTA_HOST", "fuota.example").restart();
		assertServes(made);
		assertThat(device.check()).isEqualTo(OtaResult.OTA_NO_UPDATE);
	}

	private void assertServes(X509Certificate certificate) throws IOException {
		TlsOptions options = TlsOptions.trusting(new CountingTrust());
		try (RawTlsClient client = RawTlsClient.connect(this.server.port(), options)) {
			assertThat(client.session().getPeerCertificates()[0]).isEqualTo(certificate);
		}
	}

	private SimulatedEsp32 deviceAt(String host, X509Certificate embedded) {
		return new SimulatedEsp32(Esp32Constants.of(this.server).host(host).embedded(embedded), "00001", "0.1.0");
	}

}
