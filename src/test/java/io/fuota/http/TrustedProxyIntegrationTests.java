package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whose address counts behind a proxy; the request's log line tells. */
@ExtendWith(OutputCaptureExtension.class)
class TrustedProxyIntegrationTests {

	private final TestServer server = TestServer.prepare();

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void lastAddressThatIsNoTrustedProxyIsTheClient(CapturedOutput output) {
		server.with("FUOTA_TRUSTED_PROXIES", "127.0.0.0/8, 10.0.0.0/8").start();

		assertClient(output, "/devices/one?app_ver=1", "203.0.113.9",
				"X-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.1.2.3");
		assertClient(output, "/devices/two?app_ver=1", "2001:db8::7", "X-Forwarded-For: 6.6.6.6",
				"X-Forwarded-For: 2001:db8::7");
		assertClient(output, "/devices/three?app_ver=1", "127.0.0.1", "X-Forwarded-For: nonsense");
		assertClient(output, "/devices/four?app_ver=1", "127.0.0.1");
	}

	@Test
	void headerFromAnybodyElseIsIgnored(CapturedOutput output) {
		server.with("FUOTA_TRUSTED_PROXIES", "10.0.0.0/8").start();

		assertClient(output, "/devices/one?app_ver=1", "127.0.0.1", "X-Forwarded-For: 203.0.113.9");
	}

	private void assertClient(CapturedOutput output, String target, String address, String... headers) {
		assertThat(server.admin().get(target, headers).status()).isEqualTo(404);
		String device = target.replaceAll("/devices/(.*)\\?.*", "$1");
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(output).containsPattern("check device=" + device + " .* from=" + address + " "));
	}

}
