package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.console.Attention.Item;
import io.fuota.firmware.FirmwareSettings;
import io.fuota.storage.FileStore;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import io.fuota.tls.ShownCertificate;
import io.fuota.update.FleetCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What the overview says that somebody should look at. */
@SharedTestServer
class AttentionIntegrationTests {

	private static final FleetCounts WELL = new FleetCounts(3, 3, 3, 0, 0, 0, 0, Map.of(), Map.of(), Map.of(),
			Map.of());

	private final TestServer server;

	private final ShownCertificate certificate;

	AttentionIntegrationTests(TestServer server) {
		this.server = server;
		this.certificate = server.part(ShownCertificate.class);
	}

	@Test
	void nothingIsSaidWhereAllIsWell() {
		assertThat(attention(Instant.now(), DataSize.ofBytes(1)).items(WELL, true)).isEmpty();
	}

	@Test
	void devicesThatWentWrongAreCountedWithWhatToDo() {
		FleetCounts wrong = new FleetCounts(9, 9, 9, 1, 2, 3, 4, Map.of(),
				Map.of("UNEXPECTED_VERSION", 5L, "UNKNOWN", 6L), Map.of(), Map.of());
		for (boolean admin : new boolean[] { true, false }) {
			List<Item> items = attention(Instant.now(), DataSize.ofBytes(1)).items(wrong, admin);
			assertThat(items).extracting(Item::what)
				.containsExactly("2 devices in quarantine",
						"3 devices came back with the old version after a whole download", "4 devices failed to update",
						"5 devices came back with an unexpected version", "6 devices went silent in an update",
						"1 unknown device asked for an update");
			assertThat(items).allSatisfy(item -> assertThat(item.advice()).endsWith("."))
				.extracting(Item::href)
				.allSatisfy(href -> assertThat(href).startsWith("/console/devices"));
		}
	}

	@Test
	void aCertificateIsWarnedOfBeforeItsEndAndAfterIt() {
		Instant until = certificate.now().validUntil();
		DataSize small = DataSize.ofBytes(1);
		assertThat(attention(until.minus(Duration.ofDays(31)), small).items(WELL, true)).isEmpty();
		assertThat(attention(until.minus(Duration.ofDays(29)), small).items(WELL, true)).singleElement()
			.satisfies(item -> assertThat(item.what())
				.isEqualTo("The certificate expires on " + until.toString().substring(0, 10)))
			.satisfies(item -> assertThat(item.look()).isEqualTo("warn"));
		assertThat(attention(until.plusSeconds(1), small).items(WELL, true)).singleElement()
			.satisfies(item -> assertThat(item.what()).contains("expired on"))
			.satisfies(item -> assertThat(item.look()).isEqualTo("bad"));
		assertThat(attention(until.plusSeconds(1), small).items(WELL, false)).as("what only an admin can mend")
			.isEmpty();
	}

	@Test
	void aDiskWithoutRoomForTheLargestUploadIsToldOf() {
		Attention full = attention(Instant.now(), DataSize.ofTerabytes(1_000_000));
		assertThat(full.items(WELL, true)).singleElement()
			.satisfies(item -> assertThat(item.what()).startsWith("The disk has room for "));
		assertThat(full.items(WELL, false)).isEmpty();
	}

	private Attention attention(Instant now, DataSize maxUpload) {
		return new Attention(server.part(FileStore.class), new FirmwareSettings(maxUpload, null), certificate,
				Clock.fixed(now, ZoneOffset.UTC));
	}

}
