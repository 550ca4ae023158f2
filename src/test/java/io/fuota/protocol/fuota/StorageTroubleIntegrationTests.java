package io.fuota.protocol.fuota;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * E20 of {@code docs/protocols/esp32-fuota-https.md} §1.6: whatever breaks beneath the
 * server, a device hears 200, 204, 400, 403 or 404, and soon enough: it waits 5 s.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageTroubleIntegrationTests {

	private static final String CHECK = "/devices/00001?app_ver=0.1.0";

	private static final String FILE = "demo-0.1.1.bin";

	private static final byte[] IMAGE = Esp32Image.of("demo", "0.1.1", 65_536);

	private static final Duration DEVICE_PATIENCE = Duration.ofSeconds(5);

	private final TestServer server = TestServer.prepare();

	@BeforeAll
	void start() {
		this.server.start();
	}

	@AfterAll
	void close() {
		this.server.close();
	}

	@BeforeEach
	void rowAndFile() {
		this.server.admin().upload(FILE, IMAGE);
		this.server.admin().assign("00001", "0.1.0", FILE);
		assertAnswersAsEver();
	}

	@Test
	void e20_aLockedDatabaseDoesNotDisturbDevices() throws SQLException {
		try (Connection database = database(); Statement statement = database.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
			assertHarmless();
			statement.execute("ROLLBACK");
		}
		assertAnswersAsEver();
	}

	@Test
	void e20_adminsWhoWaitForALockedDatabaseDoNotMakeDevicesWait() throws Exception {
		List<RawTlsClient> waiting = new ArrayList<>();
		try (Connection database = database(); Statement statement = database.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
			for (int i = 0; i < 30; i++) {
				String row = "w" + i + ",1," + FILE;
				waiting.add(RawTlsClient.connect(this.server.port())
					.send(this.server.admin().head("PUT", "/devices/w" + i, "Content-Length: " + row.length()) + "\r\n"
							+ row));
			}
			for (int i = 0; i < 3; i++) {
				assertHarmless();
			}
			statement.execute("ROLLBACK");
			for (RawTlsClient client : waiting) {
				assertThat(client.receive().status()).isIn(200, 500, 503);
			}
		}
		finally {
			for (RawTlsClient client : waiting) {
				client.close();
			}
		}
		assertAnswersAsEver();
	}

	@Test
	void e20_aTableThatIsGoneIs204ToTheDevice() throws SQLException {
		try (Connection database = database(); Statement statement = database.createStatement()) {
			statement.execute("ALTER TABLE device_app RENAME TO device_app_gone");
			assertHarmless();
			statement.execute("ALTER TABLE device_app_gone RENAME TO device_app");
		}
		assertAnswersAsEver();
	}

	@Test
	void e20_aFolderOfFilesThatIsGoneIs404() throws IOException {
		Path blobs = this.server.dataFolder().resolve("blobs");
		Path gone = this.server.dataFolder().resolve("blobs-gone");
		Files.move(blobs, gone);
		try {
			assertHarmless();
			assertThat(download().status()).isEqualTo(404);
		}
		finally {
			Files.deleteIfExists(blobs);
			Files.move(gone, blobs);
		}
		assertAnswersAsEver();
	}

	@Test
	void e20_aFileThatCannotBeReadIs404() throws IOException {
		Path blob = blob();
		Path aside = this.server.dataFolder().resolve("aside");
		Files.move(blob, aside);
		Files.createDirectory(blob);
		try {
			assertHarmless();
			assertThat(download().status()).isEqualTo(404);
		}
		finally {
			Files.delete(blob);
			Files.move(aside, blob);
		}
		assertAnswersAsEver();
	}

	@Test
	void e20_aFileThatLostItsEndIsNeverServedAsWhole() throws IOException {
		Path blob = blob();
		try (RandomAccessFile file = new RandomAccessFile(blob.toFile(), "rw")) {
			file.setLength(IMAGE.length / 2);
		}
		try {
			assertThat(checkQuickly().status()).isIn(200, 204, 404);
			assertThat(download().status()).isEqualTo(404);
		}
		catch (UncheckedIOException ex) {
			assertThat(ex).hasCauseInstanceOf(EOFException.class);
		}
		finally {
			Files.write(blob, IMAGE);
		}
		assertAnswersAsEver();
	}

	@Test
	void e20_aFileThatIsCutWhileItIsSentEndsTheConnection() throws IOException {
		byte[] large = Esp32Image.of("large", "1.0", 16 * 1024 * 1024);
		this.server.admin().upload("large.bin", large);
		Path blob = this.server.dataFolder().resolve("blobs").resolve(blobOf(large.length));
		try (RawTlsClient slow = RawTlsClient.connect(this.server.port(),
				TlsOptions.anyCertificate().receiveBufferBytes(8 * 1024))) {
			String request = " HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n";
			slow.send("GET /files/large.bin" + request + "GET " + CHECK + request);
			byte[] begin = slow.incoming().readNBytes(10_000);
			try (RandomAccessFile file = new RandomAccessFile(blob.toFile(), "rw")) {
				file.setLength(large.length - 100_000);
			}
			byte[] rest = slow.receiveRest();
			int bodyAt = new String(begin, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
			int received = begin.length - bodyAt + rest.length;
			assertThat(received).isLessThan(large.length);
			assertThat(Arrays.equals(rest, 0, rest.length, large, begin.length - bodyAt, received)).isTrue();
		}
		this.server.admin().delete("/files/large.bin");
	}

	@Test
	void e20_anAdminIsToldThatTheStorageFailsAndNothingIsHalfDone() throws SQLException {
		try (Connection database = database(); Statement statement = database.createStatement()) {
			statement.execute("ALTER TABLE device_app RENAME TO device_app_gone");
			RawResponse answer = this.server.admin()
				.put("/devices/00001", "text/csv", ("00001,9," + FILE).getBytes(StandardCharsets.US_ASCII));
			assertThat(answer.status()).isBetween(500, 599);
			assertThat(answer.text()).isNotBlank()
				.doesNotContainIgnoringCase("sql", "device_app", "exception", this.server.dataFolder().toString());
			statement.execute("ALTER TABLE device_app_gone RENAME TO device_app");
		}
		assertAnswersAsEver();
		assertThat(this.server.admin().get("/devices").text()).contains("\"00001\",\"0.1.0\"");
	}

	@Test
	void e20_aDatabaseOverwrittenUnderTheServerIsHarmlessToDevices() throws IOException {
		try (TestServer doomed = TestServer.prepare().start()) {
			doomed.admin().upload(FILE, IMAGE);
			doomed.admin().assign("00001", "0.1.0", FILE);
			Path file = doomed.dataFolder().resolve("devices.db");
			Files.write(file, new byte[(int) Files.size(file)]);
			Path log = doomed.dataFolder().resolve("devices.db-wal");
			if (Files.exists(log)) {
				Files.write(log, new byte[(int) Files.size(log)]);
			}
			DeviceClient device = new DeviceClient(doomed);
			assertThat(device.get(CHECK).status()).isIn(200, 204, 404);
			assertThat(device.get("/devices/00002?app_ver=0.1.0").status()).isIn(204, 404);
			assertThat(device.get("/devices/00001").status()).isEqualTo(400);
			assertThat(device.get("/files/" + FILE).status()).isIn(200, 404);
			assertThat(device.get("/files/none").status()).isEqualTo(404);
		}
	}

	private void assertHarmless() {
		RawResponse check = checkQuickly();
		assertThat(check.status()).isIn(200, 204, 404);
		assertThat(check.text()).isEqualTo((check.status() == 200) ? FILE : "");
		DeviceClient device = new DeviceClient(this.server);
		assertThat(device.get("/devices/00002?app_ver=0.1.0").status()).isIn(204, 404);
		assertThat(device.get("/devices/00001").status()).isEqualTo(400);
		assertThat(device.get(CHECK, "").status()).isEqualTo(403);
		RawResponse download = download();
		assertThat(download.status()).isIn(200, 404);
		assertThat(download.rawBody()).isEqualTo((download.status() == 200) ? IMAGE : new byte[0]);
		assertThat(device.get("/files/none").status()).isEqualTo(404);
	}

	private RawResponse checkQuickly() {
		Instant begin = Instant.now();
		RawResponse check = new DeviceClient(this.server).get(CHECK);
		assertThat(Duration.between(begin, Instant.now())).isLessThan(DEVICE_PATIENCE);
		return check;
	}

	private RawResponse download() {
		return new DeviceClient(this.server).get("/files/" + FILE);
	}

	private void assertAnswersAsEver() {
		assertThat(checkQuickly().text()).isEqualTo(FILE);
		assertThat(download().rawBody()).isEqualTo(IMAGE);
	}

	private Path blob() {
		return this.server.dataFolder().resolve("blobs").resolve(blobOf(IMAGE.length));
	}

	private String blobOf(int length) {
		Path blobs = this.server.dataFolder().resolve("blobs");
		return this.server.filesUnder("blobs")
			.stream()
			.filter((name) -> blobs.resolve(name).toFile().length() == length)
			.findFirst()
			.orElseThrow();
	}

	private Connection database() throws SQLException {
		return DriverManager.getConnection("jdbc:sqlite:" + this.server.dataFolder().resolve("devices.db"));
	}

}
