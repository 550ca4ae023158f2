package io.fuota.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import io.fuota.history.Timeline;
import io.fuota.testing.ApiClient;
import io.fuota.testing.TestServer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What devices do while the database can't be written. */
class FleetWriterIntegrationTests {

	@Test
	void whatDevicesDidIsKeptUntilItCanBeWrittenButNotWithoutEnd() {
		try (TestServer server = TestServer.prepare().start()) {
			JdbcTemplate database = server.part(JdbcTemplate.class);
			FleetWriter writer = server.part(FleetWriter.class);
			Timeline timeline = server.part(Timeline.class);
			server.admin().assign("d", "1.0", "later.bin");
			database.execute("alter table device rename to device_gone");
			server.admin().get("/devices/d?app_ver=7.0");
			for (int i = 0; i < FleetWriter.MAX_EVENTS + 1_000; i++) {
				writer.event(DeviceEvent.of("d", Instant.EPOCH, EventKind.REPORT, null, null));
			}
			assertThat(writer.awaitDurable()).as("it can't be written").isFalse();
			assertThat(writer.waiting()).isBetween(FleetWriter.MAX_EVENTS, FleetWriter.MAX_EVENTS + 1);
			long before = timeline.lastId();

			database.execute("alter table device_gone rename to device");
			new ApiClient(server).await("/devices?version=7.0", json -> json.get("items").size() == 1);

			assertThat(writer.waiting()).isZero();
			assertThat(timeline.lastId() - before).isGreaterThanOrEqualTo(FleetWriter.MAX_EVENTS);
		}
	}

}
