package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL in the middle of mixed load, many rounds on one data folder: every acknowledged
 * write is there afterwards.
 */
class KillUnderLoadFaultTests {

	private static final int ROUNDS = 5;

	private static final int WRITERS = 4;

	private static final int MIN_OPERATIONS = 40;

	private final TestServer folder = TestServer.prepare();

	private final Random random = new Random(20_261_121);

	@AfterEach
	void close() {
		folder.close();
	}

	@Test
	void everyAcknowledgedWriteIsThereAfterwards() throws Exception {
		List<Writer> writers = new ArrayList<>();
		for (int i = 0; i < WRITERS; i++) {
			writers.add(new Writer(i, random.nextLong()));
		}
		for (int round = 0; round < ROUNDS; round++) {
			loadAndKill(writers);
			folder.start();
			StoredState.assertWhole(folder);
			for (Writer writer : writers) {
				writer.check(folder.admin());
			}
			folder.stop();
		}
	}

	private void loadAndKill(List<Writer> writers) throws Exception {
		try (ServerProcess process = ServerProcess.start(List.of(), folder.arguments());
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			int port = process.awaitPort();
			AtomicLong done = new AtomicLong();
			List<CompletableFuture<Void>> ends = writers.stream()
				.map(writer -> CompletableFuture.runAsync(() -> writer.writeUntilKilled(port, done), threads))
				.toList();
			int until = MIN_OPERATIONS + random.nextInt(MIN_OPERATIONS);
			Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> done.get() >= until);
			process.kill();
			for (CompletableFuture<Void> end : ends) {
				end.get(1, TimeUnit.MINUTES);
			}
		}
	}

	/** Owns one file and one device; each write carries a number that only grows. */
	private static final class Writer {

		private final String name;

		private final Random random;

		private long fileAcknowledged = -1;

		private long fileTried = -1;

		private long rowAcknowledged = -1;

		private long rowTried = -1;

		Writer(int number, long seed) {
			this.name = "writer-" + number;
			this.random = new Random(seed);
		}

		void writeUntilKilled(int port, AtomicLong done) {
			AdminClient admin = new AdminClient(port, TestServer.USERNAME, TestServer.PASSWORD);
			try {
				while (true) {
					if (random.nextBoolean()) {
						fileTried++;
						admin.upload(name, content(fileTried));
						fileAcknowledged = fileTried;
					}
					else {
						rowTried++;
						admin.assign(name, "v" + rowTried, name);
						rowAcknowledged = rowTried;
					}
					assertWhole(admin.get("/files/" + name));
					done.incrementAndGet();
				}
			}
			catch (UncheckedIOException killed) {
				assertThat(killed).as("the connection ends with the server").isNotNull();
			}
		}

		void check(AdminClient admin) {
			RawResponse file = admin.get("/files/" + name);
			assertWhole(file);
			long stored = file.status() == 404 ? -1 : ByteBuffer.wrap(file.body()).getLong();
			assertThat(stored).as("file of %s", name).isBetween(fileAcknowledged, fileTried);
			String rows = admin.get("/devices").text();
			assertThat(rows).as("row of %s", name)
				.matches(text -> rowAcknowledged < 0 || text.contains(row(rowAcknowledged))
						|| text.contains(row(rowTried)));
			fileAcknowledged = fileTried = Math.max(stored, fileTried);
			rowAcknowledged = rowTried;
			if (stored >= 0) {
				admin.upload(name, content(fileTried));
			}
			if (rowTried >= 0) {
				admin.assign(name, "v" + rowTried, name);
			}
		}

		private String row(long number) {
			return "\"" + name + "\",\"v" + number + "\",\"" + name + "\"\n";
		}

		/** Its number, and bytes that follow from it. */
		private static byte[] content(long number) {
			byte[] bytes = new byte[50_000 + (int) (number % 7) * 30_000];
			new Random(number).nextBytes(bytes);
			ByteBuffer.wrap(bytes).putLong(number);
			return bytes;
		}

		private static void assertWhole(RawResponse file) {
			if (file.status() != 404) {
				byte[] body = file.body();
				assertThat(file.status()).as(() -> new String(body, StandardCharsets.ISO_8859_1)).isEqualTo(200);
				assertThat(body).isEqualTo(content(ByteBuffer.wrap(body).getLong()));
			}
		}

	}

}
