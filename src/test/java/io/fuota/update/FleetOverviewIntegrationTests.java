package io.fuota.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.Test;

/** How long a count of all devices stands. */
@SharedTestServer
class FleetOverviewIntegrationTests {

	private static final int EVERY_FLEET_IS_LARGE = 0;

	private final TestServer server;

	private final FleetOverview overview;

	FleetOverviewIntegrationTests(TestServer server) {
		this.server = server;
		this.overview = server.part(FleetOverview.class);
	}

	@Test
	void aLargeFleetIsCountedOnceForAllAndAnewASecondLater() {
		server.admin().upload("demo.bin", new byte[] { 1, 2, 3 });
		await().untilAsserted(() -> assertThat(large()).isSameAs(large()));
		server.admin().assign("one", "1.0", "demo.bin");
		await().untilAsserted(() -> assertThat(large().counts().devices()).isEqualTo(1));
		server.admin().assign("two", "1.0", "demo.bin");
		await().untilAsserted(() -> assertThat(large().counts().devices()).isEqualTo(2));
	}

	@Test
	void aSmallFleetIsCountedEachTime() {
		server.admin().upload("demo.bin", new byte[] { 1, 2, 3 });
		for (int devices = 1; devices <= 3; devices++) {
			server.admin().assign("device-" + devices, "1.0", "demo.bin");
			assertThat(overview.count().devices()).isEqualTo(devices);
		}
	}

	private FleetOverview.Snapshot large() {
		return overview.snapshot(EVERY_FLEET_IS_LARGE);
	}

}
