package io.fuota.protocol.exosite;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ExositeClient;
import io.fuota.testing.ExositeSyncClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The synchronous C client understands each answer, in its small buffer. */
@SharedTestServer
class SyncClientIntegrationTests {

	private final TestServer server;

	private final ExositeClient operator;

	private final ExositeSyncClient device;

	SyncClientIntegrationTests(TestServer server) {
		this.server = server;
		this.operator = new ExositeClient(server, "tiny");
		this.device = new ExositeSyncClient(server, "tiny", () -> 300_000);
	}

	@BeforeEach
	void nothingIsThere() {
		operator.clear();
	}

	@Test
	void itActivatesReadsAndWrites() throws IOException {
		operator.enable("1");
		assertThat(device.activate("1")).isTrue();
		assertThat(device.activate("1")).as("once").isFalse();
		assertThat(device.read("config_otau", false).status()).isEqualTo(204);
		server.admin().upload("firmware_v102.bin", new byte[] { 1 });
		server.admin().assign("tiny.1", "1.0", "firmware_v102.bin");
		String expected = "config_otau=" + AliasForm.encode("{\"version\":\"firmware_v102.bin\",\"name\":"
				+ "\"firmware_v102.bin\",\"type\":\"URL_LIST\",\"payload\":[\"firmware_v102.bin\"]}");
		assertThat(device.read("config_otau", true)).isEqualTo(new ExositeSyncClient.Answer(200, expected));
		assertThat(device.read("config_otau", false)).isEqualTo(new ExositeSyncClient.Answer(200, expected));
		assertThat(device.write("config_otau", expected.substring("config_otau=".length()))).isEqualTo(204);
		assertThat(new ExositeSyncClient(server, "tiny", () -> 1).read("config_otau", false).status()).isEqualTo(401);
	}

}
