package io.fuota.protocol.fuota;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.fuota.testing.ClientHello;
import io.fuota.testing.ClientHello.Reply;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.SimulatedEsp32.OtaResult;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import io.fuota.testing.TlsOptions.CountingTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** TLS 1.2 and 1.3, forward secrecy only, resumption, and clients that never speak. */
@SharedTestServer
class TlsIntegrationTests {

	private static final String CHECK = "GET /devices/00001?app_ver=1 HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED
			+ "\r\n\r\n";

	private final TestServer server;

	TlsIntegrationTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void bothVersionsOfTlsAreSpoken(String protocol) throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port(), fresh().protocol(protocol))) {
			assertThat(client.session().getProtocol()).isEqualTo(protocol);
			assertThat(client.send(CHECK).receive().status()).isEqualTo(404);
		}
	}

	@Test
	void tls11IsRefused() throws IOException {
		Integer[] suites = { ClientHello.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
				ClientHello.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, ClientHello.TLS_RSA_WITH_AES_128_CBC_SHA };
		assertThat(offer(ClientHello.TLS_1_1, suites)).isNotEqualTo(Reply.SERVER_HELLO);
	}

	@Test
	void onlyForwardSecretSuitesAreTaken() throws IOException {
		assertThat(offer(ClientHello.TLS_1_2, ClientHello.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256))
			.isEqualTo(Reply.SERVER_HELLO);
		assertThat(offer(ClientHello.TLS_1_2, ClientHello.TLS_RSA_WITH_AES_128_GCM_SHA256,
				ClientHello.TLS_RSA_WITH_AES_256_GCM_SHA384, ClientHello.TLS_RSA_WITH_AES_128_CBC_SHA))
			.isNotEqualTo(Reply.SERVER_HELLO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aSessionIsResumedWithoutTheCertificate(String protocol) throws IOException {
		CountingTrust trust = new CountingTrust();
		TlsOptions options = TlsOptions.trusting(trust).protocol(protocol);
		for (int i = 0; i < 5; i++) {
			try (RawTlsClient client = RawTlsClient.connect(this.server.port(), options)) {
				assertThat(client.send(CHECK).receive().status()).isEqualTo(404);
			}
		}
		assertThat(trust.certificatesSeen()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "192.168.1.41", "unheard-of.example" })
	void anyServerNameInTheHandshakeIsServedTheOneCertificate(String name) throws IOException {
		for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
			TlsOptions options = fresh().protocol(protocol).serverName(name);
			try (RawTlsClient client = RawTlsClient.connect(this.server.port(), options)) {
				assertThat(client.session().getPeerCertificates()).containsExactly(this.server.certificate());
				assertThat(client.send(CHECK).receive().status()).isEqualTo(404);
			}
		}
	}

	@Test
	void aSecondHandshakeOnAConnectionIsRefused() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port(), fresh().protocol("TLSv1.2"))) {
			assertThat(client.send(CHECK).receive().status()).isEqualTo(404);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
				client.renegotiate();
				client.send(CHECK).receive();
			});
		}
	}

	@Test
	void aDeviceTrustsTheCertificateThatTheServerMade() {
		SimulatedEsp32 device = new SimulatedEsp32(Esp32Constants.of(this.server), "00001", "1");
		assertThat(device.check()).isEqualTo(OtaResult.OTA_NO_UPDATE);
	}

	@Test
	void clientsThatNeverSpeakDelayNobody() throws IOException {
		List<Socket> silent = new ArrayList<>();
		try {
			for (int i = 0; i < 300; i++) {
				silent.add(new Socket(InetAddress.getLoopbackAddress(), this.server.port()));
			}
			long begin = System.nanoTime();
			assertThat(new DeviceClient(this.server).get("/devices/00001?app_ver=1").status()).isEqualTo(404);
			assertThat((System.nanoTime() - begin) / 1_000_000).isLessThan(2_000);
		}
		finally {
			for (Socket socket : silent) {
				socket.close();
			}
		}
	}

	@Test
	void plainHttpIsNotAnsweredWithASecret() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.port())) {
			socket.setSoTimeout(15_000);
			socket.getOutputStream().write(CHECK.getBytes(StandardCharsets.US_ASCII));
			socket.shutdownOutput();
			byte[] answer = socket.getInputStream().readAllBytes();
			assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1 200", "demo", "omcat");
		}
	}

	private Reply offer(int version, Integer... suites) throws IOException {
		return ClientHello.offer(this.server.port(), version, suites);
	}

	private static TlsOptions fresh() {
		return TlsOptions.trusting(new CountingTrust());
	}

}
