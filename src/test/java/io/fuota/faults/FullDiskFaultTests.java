package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.Needs;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A disk without space: what is stored is served, what can't be stored is refused, and
 * nothing half is left.
 */
@Needs("mount")
class FullDiskFaultTests {

	private static final int DISK_MEBIBYTES = 32;

	private static final byte[] FIRMWARE = bytes(1, 1_000_000);

	private final TestServer server = TestServer.prepare();

	private final TmpDisk disk = new TmpDisk(server.dataFolder(), DISK_MEBIBYTES);

	@BeforeEach
	void start() {
		server.with("FUOTA_DISK_RESERVE", "8MiB").start();
		server.admin().upload("first.bin", FIRMWARE);
		server.admin().assign("1", "1", "first.bin");
	}

	@AfterEach
	void close() {
		server.stop();
		disk.close();
		server.close();
	}

	@Test
	void uploadsEndAtTheReserveAndEverythingElseGoesOn() {
		int uploaded = 0;
		RawResponse answer = upload("file-0.bin", 0);
		while (answer.status() == 200) {
			uploaded++;
			answer = upload("file-" + uploaded + ".bin", uploaded);
		}

		assertThat(answer.status()).isEqualTo(507);
		assertThat(answer.text()).contains("FUOTA_DISK_RESERVE");
		assertThat(uploaded).isBetween(10, DISK_MEBIBYTES);
		assertDevicesAreServed();
		server.admin().assign("2", "1", "file-0.bin");
		StoredState.assertWhole(server);

		// What is deleted makes room at once, although its bytes would be kept for a day
		// otherwise.
		for (int i = 1; i < 6; i++) {
			assertThat(server.admin().delete("/files/file-" + i + ".bin").status()).isEqualTo(200);
		}
		assertThat(upload("after.bin", 99).status()).isEqualTo(200);
		StoredState.assertWhole(server);
	}

	@Test
	void diskThatIsFullToTheLastByteIsSaidAndChangesNothing() {
		server.stop();
		server.with("FUOTA_DISK_RESERVE", "0B").start();
		disk.fill();

		assertThat(upload("more.bin", 5).status()).isEqualTo(507);
		RawResponse rows = server.admin().put("/devices", "text/csv", manyRows());
		assertThat(rows.status()).isEqualTo(507);
		assertThat(rows.text()).contains("full");
		assertDevicesAreServed();
		assertThat(server.admin().get("/devices").text()).isEqualTo("\"1\",\"1\",\"first.bin\"\n");

		disk.empty();

		assertThat(upload("more.bin", 5).status()).isEqualTo(200);
		assertThat(server.admin().put("/devices", "text/csv", manyRows()).status()).isEqualTo(200);
		StoredState.assertWhole(server);
		server.restart();
		assertDevicesAreServed();
		StoredState.assertWhole(server);
	}

	private void assertDevicesAreServed() {
		assertThat(server.admin().get("/devices/1?app_ver=1").text()).isEqualTo("first.bin");
		assertThat(server.admin().get("/devices/1?app_ver=2").status()).isEqualTo(204);
		assertThat(server.admin().get("/files/first.bin").body()).isEqualTo(FIRMWARE);
	}

	private RawResponse upload(String name, int seed) {
		return server.admin().put("/files/" + name, "application/octet-stream", bytes(seed + 10, 1_000_000));
	}

	private static byte[] manyRows() {
		return IntStream.range(0, 50_000)
			.mapToObj(i -> "device-" + i + ",1,first.bin\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] bytes(int seed, int size) {
		byte[] bytes = new byte[size];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

}
