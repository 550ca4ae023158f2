package io.fuota.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuota.firmware.image.ImageFacts;
import io.fuota.firmware.image.Inspection;
import io.fuota.testing.AdminClient;
import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What was found inside files is kept, and found later for files that were there before.
 */
@ExtendWith(OutputCaptureExtension.class)
class InspectionIntegrationTests {

	private static final byte[] WHOLE = Esp32ImageBuilder
		.signed(new Esp32ImageBuilder(1).version("1.2.3").secureVersion(4).build(), "rsa", "p256");

	private static final byte[] BROKEN = new Esp32ImageBuilder(2).patch(1, 17).build();

	private final TestServer server = TestServer.prepare();

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void whatWasFoundSurvivesARestart() {
		server.start();
		server.admin().upload("whole.bin", WHOLE);
		server.admin().put("/files/forced.bin?force=true", "application/octet-stream", BROKEN);
		server.admin().upload("opaque.bin", new byte[] { 1 });
		ImageFacts facts = file("whole.bin").image().orElseThrow();
		Inspection broken = file("forced.bin").inspection().orElseThrow();

		server.restart();

		assertThat(file("whole.bin").image()).hasValue(facts);
		assertThat(facts.signatures()).hasSize(2);
		assertThat(facts.secureVersion()).hasValue(4);
		assertThat(file("forced.bin").inspection()).hasValue(broken);
		assertThat(file("forced.bin").isForced()).isTrue();
		assertThat(file("opaque.bin").inspection()).hasValue(new Inspection.Opaque());
	}

	@Test
	void filesFromBeforeAreLookedIntoAtTheStart(CapturedOutput output) throws Exception {
		server.start();
		AdminClient admin = server.admin();
		admin.upload("whole.bin", WHOLE);
		admin.put("/files/broken.bin?force=true", "application/octet-stream", BROKEN);
		server.stop();
		sql("update firmware_file set inspection = null, image_format = null, image_version = null,"
				+ " image_details = null, image_signatures = null, image_secure_version = null, forced = 0");

		server.start();

		await().untilAsserted(() -> {
			assertThat(file("whole.bin").image().flatMap(ImageFacts::version)).hasValue("1.2.3");
			assertThat(file("broken.bin").flaw()).isPresent();
		});
		assertThat(file("broken.bin").isForced()).isFalse();
		assertThat(server.admin().get("/files/broken.bin").rawBody()).isEqualTo(BROKEN);
		assertThat(output).containsPattern("WARN .*broken\\.bin is served as before, but: The ESP32 image is broken");
		Inspection found = file("whole.bin").inspection().orElseThrow();
		server.restart();
		assertThat(file("whole.bin").inspection()).as("kept, not found anew").hasValue(found);
	}

	@Test
	void brokenFileThatIsTakenOverIsServedAndNamedInTheLog(CapturedOutput output, @TempDir Path folder)
			throws Exception {
		Files.write(folder.resolve("old.bin"), BROKEN);
		server.with("FUOTA_IMPORT_DIR", folder.toString()).start();

		assertThat(server.admin().get("/files/old.bin").rawBody()).isEqualTo(BROKEN);
		assertThat(file("old.bin").flaw()).isPresent();
		assertThat(file("old.bin").isForced()).isFalse();
		assertThat(output).containsPattern("WARN .*old\\.bin is served, but: The ESP32 image is broken");
	}

	@Test
	void bytesSentAgainByForceAreRecordedAsForced(@TempDir Path folder) throws Exception {
		Files.write(folder.resolve("old.bin"), BROKEN);
		server.with("FUOTA_IMPORT_DIR", folder.toString()).start();
		FirmwareFile taken = file("old.bin");
		AdminClient admin = server.admin();

		assertThat(admin.put("/files/old.bin", "application/octet-stream", BROKEN).status()).isEqualTo(400);
		assertThat(file("old.bin")).isSameAs(taken);
		assertThat(admin.put("/files/old.bin?force=true", "application/octet-stream", BROKEN).status()).isEqualTo(200);

		assertThat(file("old.bin").isForced()).isTrue();
		assertThat(file("old.bin").uploadedAt()).isEqualTo(taken.uploadedAt());
	}

	@Test
	void damagedFileIsLookedIntoOnceItIsWholeAgain(CapturedOutput output) throws Exception {
		server.start();
		server.admin().upload("whole.bin", WHOLE);
		Path blob = server.dataFolder()
			.resolve("blobs")
			.resolve(file("whole.bin").digest().hex().substring(0, 2))
			.resolve(file("whole.bin").digest().hex());
		server.stop();
		sql("update firmware_file set inspection = null");
		Files.write(blob, Arrays.copyOf(WHOLE, 100));
		server.start();
		await().untilAsserted(() -> assertThat(output).contains("can't look into whole.bin"));
		assertThat(file("whole.bin").inspection()).isEmpty();

		server.admin().upload("whole.bin", WHOLE);

		assertThat(file("whole.bin").image()).isPresent();
	}

	private FirmwareFile file(String name) {
		return server.part(FirmwareCatalogue.class).find(name).orElseThrow();
	}

	private void sql(String statement) throws Exception {
		try (Connection database = DriverManager
			.getConnection("jdbc:sqlite:" + server.dataFolder().resolve("devices.db"));
				Statement sql = database.createStatement()) {
			sql.execute(statement);
		}
	}

}
