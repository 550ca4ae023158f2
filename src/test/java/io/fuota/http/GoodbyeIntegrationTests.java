package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a TLS connection ends: a client that says good-bye and listens is answered (RFC
 * 5246 section 7.2.1), one that hung up besides isn't.
 */
class GoodbyeIntegrationTests {

	/** Of so many, one at least has hung up before the server reads the good-bye. */
	private static final int CONNECTIONS = 40;

	private static final String REQUEST = "GET /files HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final TestServer NATIVE = TestServer.prepare().with("FUOTA_TLS_ENGINE", "native").start();

	private static final TestServer JDK = TestServer.prepare().with("FUOTA_TLS_ENGINE", "jdk").start();

	@AfterAll
	static void stop() {
		NATIVE.close();
		JDK.close();
	}

	@ParameterizedTest
	@CsvSource({ "native, TLSv1.2", "native, TLSv1.3", "jdk, TLSv1.2", "jdk, TLSv1.3" })
	void aClientThatListensIsAnswered(String engine, String protocol) throws IOException {
		try (RawTlsClient client = served(engine, protocol)) {
			client.sayGoodbye();
			assertThat(client.receiveRecords()).isNotEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "native, TLSv1.2", "native, TLSv1.3", "jdk, TLSv1.2", "jdk, TLSv1.3" })
	void oneThatHungUpIsNot(String engine, String protocol) throws IOException {
		List<Integer> heard = new ArrayList<>();
		for (int i = 0; i < CONNECTIONS; i++) {
			try (RawTlsClient client = served(engine, protocol)) {
				client.halfClose();
				heard.add(client.receiveRecords().length);
			}
		}
		assertThat(heard).as("bytes after the good-bye").contains(0);
	}

	/** In TLS 1.2 nothing follows a good-bye, and BoringSSL's engine keeps to that. */
	@Test
	void oneThatHungUpBehindItsRequestHearsBoth() throws IOException {
		try (RawTlsClient client = served("jdk", "TLSv1.3")) {
			client.send(REQUEST);
			client.halfClose();
			assertThat(client.receive().status()).isEqualTo(403);
			assertThat(client.receiveRecords()).isNotEmpty();
		}
	}

	/** Answered once, and kept; without an account that answer is 403. */
	private static RawTlsClient served(String engine, String protocol) throws IOException {
		int port = ("jdk".equals(engine) ? JDK : NATIVE).port();
		RawTlsClient client = RawTlsClient.connect(port, TlsOptions.anyCertificate().protocol(protocol));
		client.send(REQUEST);
		assertThat(client.receive().status()).isEqualTo(403);
		return client;
	}

}
