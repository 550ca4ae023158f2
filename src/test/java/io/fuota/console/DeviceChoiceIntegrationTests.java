package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ConsoleClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** As many devices as a form may be about, and one more. */
@SharedTestServer
class DeviceChoiceIntegrationTests {

	private final TestServer server;

	private final JdbcTemplate jdbc;

	DeviceChoiceIntegrationTests(TestServer server) {
		this.server = server;
		this.jdbc = server.part(JdbcTemplate.class);
	}

	@AfterEach
	void remove() {
		jdbc.update("delete from device_app");
	}

	@Test
	void aFormIsAboutTwoHundredThousandDevicesAtMost() {
		jdbc.update("""
				with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n < ?)
				insert into device_app (device_id, app_ver, update_file_path)
				select 'many-' || n, '1.0', 'a.bin' from numbers""", DeviceChoice.MAX_DEVICES);
		ConsoleClient console = ConsoleClient.loggedIn(server);
		RawResponse tooMany = console.post("/console/devices/release", Map.of("scope", "all", "prefix", "many-"));
		assertThat(tooMany.status()).isEqualTo(303);
		assertThat(console.get("/console/devices?prefix=none").text())
			.contains("More than 200,000 devices match. Narrow the filter.");
		jdbc.update("delete from device_app where device_id = 'many-7'");
		RawResponse most = console.post("/console/devices/release", Map.of("scope", "all", "prefix", "many-"));
		assertThat(most.status()).isEqualTo(303);
	}

}
