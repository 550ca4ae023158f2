package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that say with their request that they send no more, in one packet. */
@SharedTestServer
class HalfClosedClientsIntegrationTests {

	private static final String CHECK = "GET /devices/00001?app_ver=1 HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED
			+ "\r\n\r\n";

	private final TestServer server;

	HalfClosedClientsIntegrationTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void anAnswerComesAndThenTheEnd(String protocol) throws IOException {
		for (int i = 0; i < 5; i++) {
			try (RawTlsClient client = RawTlsClient.connect(this.server.port(),
					TlsOptions.anyCertificate().protocol(protocol))) {
				assertThat(client.sendAndHalfClose(CHECK).receive().status()).isEqualTo(404);
				assertThat(client.isAtEnd()).isTrue();
			}
		}
	}

}
