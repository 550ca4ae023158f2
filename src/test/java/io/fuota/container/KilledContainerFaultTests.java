package io.fuota.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.Needs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docker kill} in the middle of mixed load, many rounds on one volume: what was
 * acknowledged is there afterwards, and nothing half is.
 */
@Needs("docker")
class KilledContainerFaultTests {

	private static final int ROUNDS = 5;

	private static final int WRITERS = 3;

	/** Between so many and twice as many operations a round is ended. */
	private static final int OPERATIONS = 15;

	private final String volume = TestEngine.name("volume-" + Long.toHexString(System.nanoTime()));

	private final Random random = new Random(20_261_121);

	@TempDir
	private Path scratch;

	@AfterEach
	void removeVolume() {
		TestEngine.docker("volume", "rm", "--force", volume);
	}

	@Test
	void everyAcknowledgedWriteOutlivesTheKillsOfItsContainer() throws Exception {
		List<Writer> writers = new ArrayList<>();
		for (int i = 0; i < WRITERS; i++) {
			writers.add(new Writer("writer-" + i, random.nextLong()));
		}
		try (ServerContainer container = new ServerContainer(volume, 50000)) {
			container.start();
			for (int round = 0; round < ROUNDS; round++) {
				loadAndKill(container, writers);
				container.startAgain();
				Operator operator = container.operator();
				writers.forEach(writer -> writer.check(operator));
				assertBlobsAreWhole(container);
			}
			container.getDockerClient().stopContainerCmd(container.getContainerId()).withTimeout(40).exec();
			assertDatabaseIsWhole(container);
		}
	}

	private void loadAndKill(ServerContainer container, List<Writer> writers) throws Exception {
		Operator operator = container.operator();
		AtomicLong done = new AtomicLong();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<CompletableFuture<Void>> ends = writers.stream()
				.map(writer -> CompletableFuture.runAsync(() -> writer.workUntilKilled(operator, done), threads))
				.toList();
			int until = OPERATIONS + random.nextInt(OPERATIONS);
			Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> done.get() >= until);
			container.getDockerClient().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
			for (CompletableFuture<Void> end : ends) {
				end.get(2, TimeUnit.MINUTES);
			}
		}
		Awaitility.await().until(() -> !container.isRunning());
		// 128 + SIGKILL.
		assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong()).isEqualTo(137);
	}

	private static void assertBlobsAreWhole(ServerContainer container) {
		List<String> sums = container.inside("sh", "-c", "cd /data/blobs && sha256sum */*").lines().toList();
		assertThat(sums).isNotEmpty().allSatisfy(line -> assertThat(line).endsWith("/" + line.substring(0, 64)));
		assertThat(container.inside("ls", "/data/incoming")).isEmpty();
	}

	private void assertDatabaseIsWhole(ServerContainer container) throws IOException, SQLException {
		Path copy = scratch.resolve("devices.db");
		container.copyFileFromContainer("/data/devices.db", bytes -> Files.copy(bytes, copy));
		assertThat(query(copy, "pragma integrity_check")).containsExactly("ok");
		assertThat(query(copy, "select name from firmware_file")).containsExactlyInAnyOrder("writer-0", "writer-1",
				"writer-2");
	}

	private static Set<String> query(Path database, String sql) throws SQLException {
		Set<String> found = new TreeSet<>();
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				found.add(rows.getString(1));
			}
		}
		return found;
	}

	/** Owns one file and one device; each write carries a number that only grows. */
	private static final class Writer {

		private final String name;

		private final Random random;

		private long fileAcknowledged = -1;

		private long fileTried = -1;

		private long rowAcknowledged = -1;

		private long rowTried = -1;

		Writer(String name, long seed) {
			this.name = name;
			this.random = new Random(seed);
		}

		void workUntilKilled(Operator operator, AtomicLong done) {
			try {
				while (true) {
					if (fileTried < 0 || random.nextBoolean()) {
						fileTried++;
						assertThat(operator.put("/files/" + name, content(fileTried))).isEqualTo(200);
						fileAcknowledged = fileTried;
					}
					else {
						rowTried++;
						assertThat(operator.put("/devices/" + name, row(rowTried))).isEqualTo(200);
						rowAcknowledged = rowTried;
					}
					numberOf(operator.get("/files/" + name).body());
					done.incrementAndGet();
				}
			}
			catch (Operator.UnreachableException killed) {
				assertThat(killed).as("the connection ends with the container")
					.hasRootCauseInstanceOf(IOException.class);
			}
		}

		void check(Operator operator) {
			var file = operator.get("/files/" + name);
			long stored = file.statusCode() == 404 ? -1 : numberOf(file.body());
			assertThat(stored).as("file of %s", name).isBetween(fileAcknowledged, fileTried);
			String rows = new String(operator.get("/devices").body(), StandardCharsets.UTF_8);
			assertThat(rows.contains(text(rowAcknowledged)) || rows.contains(text(rowTried)) || rowAcknowledged < 0)
				.as("row of %s, %d to %d, in %s", name, rowAcknowledged, rowTried, rows)
				.isTrue();
			fileAcknowledged = stored;
		}

		private byte[] row(long number) {
			return text(number).getBytes(StandardCharsets.UTF_8);
		}

		private String text(long number) {
			return "\"%s\",\"v%d\",\"%s\"".formatted(name, number, name);
		}

		/** Its number, and bytes that follow from it. */
		private static byte[] content(long number) {
			byte[] bytes = new byte[50_000 + (int) (number % 7) * 30_000];
			new Random(number).nextBytes(bytes);
			ByteBuffer.wrap(bytes).putLong(number);
			return bytes;
		}

		private static long numberOf(byte[] body) {
			long number = ByteBuffer.wrap(body).getLong();
			assertThat(body).isEqualTo(content(number));
			return number;
		}

	}

}
