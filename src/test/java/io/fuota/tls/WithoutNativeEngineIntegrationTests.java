package io.fuota.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine on which BoringSSL doesn't load is served by the JDK's engine, and told so.
 */
class WithoutNativeEngineIntegrationTests {

	@ParameterizedTest
	@ValueSource(strings = { "-Dio.netty.handler.ssl.noOpenSsl=true",
			"-Dio.netty.native.workdir=/proc/there-is-no-such-folder" })
	void theJdkComputesTlsAndTheLogSaysSo(String option) {
		try (TestServer settings = TestServer.prepare();
				ServerProcess server = ServerProcess.start(List.of(option), settings.arguments())) {
			int port = server.awaitPort();
			assertThat(server.output()).containsPattern("WARN +TlsConfiguration TLS is done by the JDK");
			assertThat(new AdminClient(port, TestServer.USERNAME, TestServer.PASSWORD).get("/devices/1?app_ver=1")
				.status()).isEqualTo(404);
		}
	}

}
