package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.Command;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits of docs/limits.md on memory and on what is done at a start. */
class MemoryLimitFaultTests {

	private static final int DEVICES = 100_000;

	/** The smallest heap that docs/limits.md names. */
	private static final String HEAP = "-Xmx128m";

	private static final int HEAP_MIB = 128;

	/** What docs/limits.md grants besides the heap. */
	private static final int BESIDES_MIB = 224;

	private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

	private final TestServer folder = TestServer.prepare();

	@AfterEach
	void close() {
		folder.close();
	}

	@Test
	void aHundredThousandDevicesFitIntoTheSmallestHeapAndTheResidentMemory() throws IOException {
		try (ServerProcess process = start()) {
			AdminClient admin = admin(process);
			admin.upload("a.bin", new byte[] { 1 });
			assertThat(admin.put("/devices", "text/csv", rows()).status()).isEqualTo(200);
			assertThat(admin.get("/devices").body()).hasSizeGreaterThan(DEVICES * 20);
			process.stop();
		}
		letAllHaveBeenUpdated();
		try (ServerProcess process = start()) {
			AdminClient admin = admin(process);
			assertThat(process.await(DEVICES + " devices were seen before").group()).isNotEmpty();
			for (int device = 0; device < DEVICES; device += 997) {
				assertThat(admin.get("/devices/device-" + device + "?app_ver=1.0." + device % 10).text())
					.isEqualTo("a.bin");
			}
			assertThat(admin.get("/devices").body()).hasSizeGreaterThan(DEVICES * 20);
			collectGarbage(process);
			assertThat(residentMebibytes(process)).isLessThan(HEAP_MIB + BESIDES_MIB);
			assertThat(process.output()).doesNotContain("OutOfMemoryError");
		}
	}

	/**
	 * A start takes no longer for more firmware: each file is hashed at its first use.
	 */
	@Test
	void startReadsNoFirmware() throws IOException {
		folder.start();
		folder.admin().upload("a.bin", new byte[100_000]);
		folder.admin().assign("1", "1", "a.bin");
		folder.stop();
		Path blob = folder.dataFolder().resolve("blobs").resolve(folder.filesUnder("blobs").getFirst());
		byte[] damaged = Files.readAllBytes(blob);
		damaged[50_000] ^= 1;
		Files.write(blob, damaged);

		try (ServerProcess process = start()) {
			AdminClient admin = admin(process);
			assertThat(admin.get("/devices/none?app_ver=1").status()).isEqualTo(404);
			assertThat(process.output()).as("nobody has looked").doesNotContain("damaged");

			assertThat(admin.get("/devices/1?app_ver=1").status()).isEqualTo(404);
			assertThat(process.await("damaged: SHA-256").group()).isNotEmpty();
		}
	}

	@Test
	void whatTheStartTookIsGivenBackWhenTheServerHasNothingToDo() {
		List<String> collectionsInTheOutput = List.of(HEAP, "-XX:+UseSerialGC", "-Xlog:gc");
		try (ServerProcess process = ServerProcess.start(collectionsInTheOutput, folder.arguments())) {
			process.awaitPort();
			assertThat(process.await("Pause Full \\(System\\.gc\\(\\)\\)").group()).isNotEmpty();
			assertThat(admin(process).get("/devices").status()).isEqualTo(200);
		}
	}

	/** As if each device had been seen, and had an attempt. */
	private void letAllHaveBeenUpdated() {
		Database database = Database.of(folder.dataFolder());
		database.update("""
				insert into update_attempt select row_number() over (order by device_id), device_id, app_ver, 'a.bin',
				'%s', 1, null, null, null, null, 'DOWNLOADING', 0, 0, 1700000000000, 1700000000000, null
				from device_app
				""".formatted("a".repeat(64)));
		database.update("""
				insert into device select device_id, from_version, 1700000000000, 1700000000000, '10.0.0.' || id % 250,
				'esp32', 'esp32', 'demo', null, id, 0, null, null, null from update_attempt
				""");
	}

	private ServerProcess start() {
		return ServerProcess.start(List.of(HEAP, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
				folder.arguments());
	}

	private static void collectGarbage(ServerProcess process) {
		String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		Command.of(jcmd, Long.toString(process.pid()), "GC.run").run().succeeded();
	}

	private static long residentMebibytes(ServerProcess process) throws IOException {
		Matcher status = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
		assertThat(status.find()).isTrue();
		return Long.parseLong(status.group(1)) / 1024;
	}

	private static byte[] rows() {
		return IntStream.range(0, DEVICES)
			.mapToObj(i -> "device-" + i + ",1.0." + i % 10 + ",a.bin\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static AdminClient admin(ServerProcess process) {
		return new AdminClient(process.awaitPort(), TestServer.USERNAME, TestServer.PASSWORD);
	}

}
