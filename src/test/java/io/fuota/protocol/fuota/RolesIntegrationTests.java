package io.fuota.protocol.fuota;

import java.nio.charset.StandardCharsets;

import io.fuota.testing.AdminClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Devices with an account of their own can't manage; an account that is admin only can't
 * pass for a device.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesIntegrationTests {

	private static final byte[] CONTENT = { 1, 2, 3 };

	private final TestServer server = TestServer.prepare()
		.with("FUOTA_DEVICE_USERNAME", "field")
		.with("FUOTA_DEVICE_PASSWORD", "pass:word\u00e9")
		.with("FUOTA_ADMIN_ONLY", "true");

	@BeforeAll
	void start() {
		this.server.start();
		this.server.admin().upload("demo.bin", CONTENT);
		this.server.admin().assign("00001", "1", "demo.bin");
	}

	@AfterAll
	void close() {
		this.server.close();
	}

	@Test
	void theAccountOfTheDevicesChecksAndDownloads() {
		AdminClient device = device();
		assertThat(device.get("/devices/00001?app_ver=1").text()).isEqualTo("demo.bin");
		assertThat(device.get("/files/demo.bin").body()).isEqualTo(CONTENT);
	}

	@Test
	void theAccountOfTheDevicesManagesNothing() {
		AdminClient device = device();
		byte[] row = "00001,2,demo.bin".getBytes(StandardCharsets.US_ASCII);
		assertForbidden(device.get("/devices"));
		assertForbidden(device.get("/devices/"));
		assertForbidden(device.get("/files"));
		assertForbidden(device.put("/devices/00001", "text/csv", row));
		assertForbidden(device.put("/devices", "text/csv", row));
		assertForbidden(device.put("/files/demo.bin", "text/plain", row));
		assertForbidden(device.delete("/devices/00001"));
		assertForbidden(device.delete("/files/demo.bin"));
		assertThat(this.server.admin().get("/devices").text()).isEqualTo("\"00001\",\"1\",\"demo.bin\"\n");
		assertThat(device.get("/files/demo.bin").body()).isEqualTo(CONTENT);
	}

	@Test
	void anAccountThatIsAdminOnlyIsNoDevice() {
		assertForbidden(this.server.admin().get("/devices/00001?app_ver=1"));
		assertThat(this.server.admin().get("/devices").status()).isEqualTo(200);
	}

	@Test
	void namesAndPasswordsOfTheTwoAccountsDoNotMix() {
		assertForbidden(
				new AdminClient(this.server.port(), "field", TestServer.PASSWORD).get("/devices/00001?app_ver=1"));
		assertForbidden(new AdminClient(this.server.port(), TestServer.USERNAME, "pass:word\u00e9").get("/devices"));
	}

	private AdminClient device() {
		return new AdminClient(this.server.port(), "field", "pass:word\u00e9");
	}

	private static void assertForbidden(RawResponse answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
		assertThat(answer.headers("WWW-Authenticate")).isEmpty();
	}

}
