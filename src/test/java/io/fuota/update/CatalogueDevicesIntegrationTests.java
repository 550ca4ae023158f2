package io.fuota.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.fleet.DeviceLabels;
import io.fuota.fleet.Fleet;
import io.fuota.fleet.OfferedFile;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much is remembered of devices that anybody can make up. */
@SharedTestServer
class CatalogueDevicesIntegrationTests {

	private static final int ROOM = 20;

	private final Fleet fleet;

	private final DeviceLabels labels;

	private final TestServer server;

	private final CatalogueDevices devices;

	CatalogueDevicesIntegrationTests(TestServer server) {
		this.server = server;
		this.fleet = server.part(Fleet.class);
		this.labels = server.part(DeviceLabels.class);
		this.devices = server.part(CatalogueDevices.class);
	}

	@Test
	void newcomersAreNotRememberedWhenThereIsNoRoom() {
		see(0, ROOM - 1);
		assertThat(devices.admits(id(ROOM), ROOM)).isTrue();
		see(ROOM - 1, ROOM);
		assertThat(devices.admits(id(ROOM), ROOM)).isFalse();
		assertThat(devices.admits(id(3), ROOM)).as("one that is known").isTrue();
	}

	@Test
	void thoseThatWereSilentForLongestAndNeverHadAFileGoFirst() {
		see(0, ROOM);
		server.admin().assign(id(0).value(), "1.0", "a.bin");
		labels.set(id(1).value(), List.of("cellar"));
		hasWholeFile(id(2));

		assertThat(devices.makeRoom(ROOM)).isPositive();

		assertThat(fleet.find(id(0).value())).as("assigned").isPresent();
		assertThat(fleet.find(id(1).value())).as("labelled").isPresent();
		assertThat(fleet.find(id(2).value())).as("had a whole file").isPresent();
		assertThat(fleet.find(id(3).value())).isEmpty();
		assertThat(fleet.find(id(ROOM - 1).value())).as("the latest").isPresent();
		assertThat(devices.admits(id(ROOM), ROOM)).isTrue();
		assertThat(devices.makeRoom(ROOM)).as("there is room").isZero();
	}

	private void see(int from, int to) {
		for (int i = from; i < to; i++) {
			fleet.checkedIn(id(i), ReportedVersion.of("1.0"), "127.0.0.1", "fmu");
		}
	}

	private void hasWholeFile(DeviceId device) {
		OfferedFile file = new OfferedFile("f", "a".repeat(64), 10, OfferedFile.Build.UNKNOWN);
		fleet.offered(device, ReportedVersion.of("1.0"), file, "127.0.0.1");
		fleet.download(device, file.sha256()).sent(0, 10);
	}

	private static DeviceId id(int number) {
		return new DeviceId("stranger-" + number);
	}

}
