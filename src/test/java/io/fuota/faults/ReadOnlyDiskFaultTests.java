package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.FaultyDisk;
import io.fuota.testing.Needs;
import io.fuota.testing.RawResponse;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A disk that can't be written: devices are served on, an admin is told, nothing changes,
 * and all is well when it can be written again.
 */
class ReadOnlyDiskFaultTests {

	private static final byte[] FIRMWARE = new byte[300_000];

	static {
		new Random(1).nextBytes(FIRMWARE);
	}

	private final TestServer folder = TestServer.prepare();

	@AfterEach
	void close() {
		folder.close();
	}

	/** As Linux makes a file system read-only after errors, under open files. */
	@Test
	@Needs("cc")
	void diskThatBecomesReadOnlyUnderTheServer() {
		try (FaultyDisk disk = new FaultyDisk(folder.dataFolder()); ServerProcess process = disk.start(folder)) {
			AdminClient admin = admin(process);
			admin.upload("first.bin", FIRMWARE);
			admin.assign("1", "1", "first.bin");
			List<String> before = Database.of(folder.dataFolder()).content();

			disk.fail(FaultyDisk.CHANGES, FaultyDisk.EROFS);

			assertRefused(put(admin, "/files/second.bin", FIRMWARE));
			assertRefused(put(admin, "/files/first.bin", new byte[] { 1 }));
			assertRefused(put(admin, "/devices/1", row("1,2,first.bin")));
			assertRefused(put(admin, "/devices", row("1,2,first.bin\n2,2,first.bin")));
			assertRefused(admin.delete("/devices/1"));
			assertThat(admin.delete("/files/first.bin").status()).as("it is assigned").isEqualTo(409);
			assertServed(admin);
			assertThat(Database.of(folder.dataFolder()).content()).isEqualTo(before);
			assertThat(process.output()).contains("Read-only file system");

			disk.mend();

			assertServed(admin);
			// The first write may find a connection that was opened on the read-only
			// disk.
			assertThat(put(admin, "/files/second.bin", FIRMWARE).status()).isIn(200, 503);
			assertThat(put(admin, "/files/second.bin", FIRMWARE).status()).isEqualTo(200);
			assertThat(put(admin, "/devices/1", row("1,2,second.bin")).status()).isEqualTo(200);

			disk.fail(FaultyDisk.CHANGES, FaultyDisk.EROFS);
			process.stop();
		}
		folder.start();
		assertThat(folder.admin().get("/devices/1?app_ver=2").text()).as("it stopped on a read-only disk")
			.isEqualTo("second.bin");
		StoredState.assertWhole(folder);
	}

	@Test
	@Needs("mount")
	void startOnAReadOnlyDiskIsRefusedInOneSentence() {
		try (TmpDisk disk = new TmpDisk(folder.dataFolder(), 32)) {
			folder.with("FUOTA_DISK_RESERVE", "8MiB").start();
			folder.admin().upload("first.bin", FIRMWARE);
			folder.admin().assign("1", "1", "first.bin");
			folder.stop();
			List<String> files = folder.filesUnder(".");

			disk.readOnly(true);
			try (ServerProcess refused = ServerProcess.start(List.of(), folder.arguments())) {
				assertThat(refused.exitCode()).isEqualTo(1);
				assertThat(refused.output().lines().filter(line -> line.startsWith("fuota-server can't start: ")))
					.singleElement()
					.asString()
					.contains(folder.dataFolder().toString(), "FUOTA_DATA_DIR", "Read-only file system");
				assertThat(refused.output()).doesNotContain("\tat ");
			}
			assertThat(folder.filesUnder(".")).isEqualTo(files);

			disk.readOnly(false);
			folder.start();
			assertServed(folder.admin());
			StoredState.assertWhole(folder);
			folder.stop();
		}
	}

	private static void assertServed(AdminClient admin) {
		assertThat(admin.get("/devices/1?app_ver=1").text()).isEqualTo("first.bin");
		assertThat(admin.get("/devices/1?app_ver=7").status()).isEqualTo(204);
		assertThat(admin.get("/devices/none?app_ver=1").status()).isEqualTo(404);
		assertThat(admin.get("/files/first.bin").body()).isEqualTo(FIRMWARE);
		assertThat(admin.get("/devices").text()).isEqualTo("\"1\",\"1\",\"first.bin\"\n");
		assertThat(admin.get("/files").text()).contains("first.bin").doesNotContain("second.bin");
	}

	private static void assertRefused(RawResponse answer) {
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.text()).contains("can't write to its disk", "(error ").doesNotContain("Exception", "/");
	}

	private static AdminClient admin(ServerProcess process) {
		return new AdminClient(process.awaitPort(), TestServer.USERNAME, TestServer.PASSWORD);
	}

	private static RawResponse put(AdminClient admin, String target, byte[] body) {
		return admin.put(target, "application/octet-stream", body);
	}

	private static byte[] row(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
