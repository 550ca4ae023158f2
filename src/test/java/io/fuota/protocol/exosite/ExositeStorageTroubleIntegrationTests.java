package io.fuota.protocol.exosite;

import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What can't be written hasn't happened. */
class ExositeStorageTroubleIntegrationTests {

	private static final String READ = "/onep:v1/stack/alias?config_otau";

	private final TestServer server = TestServer.prepare().start();

	private final ExositeClient device = new ExositeClient(server, "pumps");

	private final ApiClient api = new ApiClient(server);

	private String token = "";

	@BeforeEach
	void activate() {
		token = device.activated("1");
		device.enable("2");
		server.admin().upload("a.bin", new byte[] { 1, 2, 3 });
		api.send("PUT", "/packages/spring",
				"{\"version\":\"1.1\",\"name\":\"Update\",\"type\":\"URL_LIST\",\"payload\":[\"a.bin\"]}");
	}

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void anActivationThatCantBeWrittenCanBeTriedAgain() {
		breakTable();
		assertThat(device.activate("2").status()).isEqualTo(503);
		mendTable();
		assertThat(device.activate("2").status()).isEqualTo(200);
	}

	@Test
	void devicesThatCantBeEnabledAreUnknown() {
		breakTable();
		assertThat(api.send("PUT", "/exosite/products/pumps/devices/3", "").status()).isGreaterThanOrEqualTo(500);
		mendTable();
		assertThat(device.activate("3").status()).isEqualTo(404);
	}

	@Test
	void aTokenThatCantBeTakenAwayIsGoodOn() {
		breakTable();
		assertThat(api.send("DELETE", "/exosite/products/pumps/devices/1/cik", "").status())
			.isGreaterThanOrEqualTo(500);
		mendTable();
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(204);
	}

	@Test
	void aPackageThatCantBeAppliedReachesNobody() {
		breakTable();
		assertThat(api.send("POST", "/packages/spring/apply", "{\"devices\":[\"pumps.1\"]}").status())
			.isGreaterThanOrEqualTo(500);
		mendTable();
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(204);
		assertThat(api.send("POST", "/packages/spring/apply", "{\"devices\":[\"pumps.1\"]}").status()).isEqualTo(200);
		assertThat(device.get(READ, cik(token)).status()).isEqualTo(200);
	}

	private void breakTable() {
		server.part(JdbcTemplate.class).execute("alter table exosite_device rename to exosite_device_gone");
	}

	private void mendTable() {
		server.part(JdbcTemplate.class).execute("alter table exosite_device_gone rename to exosite_device");
	}

}
