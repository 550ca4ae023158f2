package io.fuota.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import io.fuota.history.Timeline;
import io.fuota.testing.ApiClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.TestServer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

	@Test
	void aDeviceThatAsksAgainIsFoundAsItWasAndSeenLater() {
		try (TestServer server = TestServer.prepare().start()) {
			server.admin().upload("demo.bin", Esp32Image.of("demo", "2.0", 4096));
			server.admin().assign("d", "1.0", "demo.bin");
			Fleet fleet = server.part(Fleet.class);
			server.admin().get("/devices/d?app_ver=1.0");
			fleet.awaitDurable();
			DeviceStatus first = fleet.find("d").orElseThrow();
			server.part(JdbcTemplate.class).update("update device set project = 'kept' where device_id = 'd'");

			server.admin().get("/devices/d?app_ver=1.0");
			fleet.awaitDurable();
			DeviceStatus second = fleet.find("d").orElseThrow();
			server.restart();

			DeviceStatus found = server.part(Fleet.class).find("d").orElseThrow();
			assertThat(second.lastSeen()).isAfter(first.lastSeen());
			assertThat(found.lastSeen()).isEqualTo(second.lastSeen().truncatedTo(ChronoUnit.MILLIS));
			assertThat(found.attempt()).isNotNull();
			assertThat(found.build().project()).as("only the sighting was written").isEqualTo("kept");
		}
	}

}
