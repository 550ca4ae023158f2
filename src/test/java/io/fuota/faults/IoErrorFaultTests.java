package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.FaultyDisk;
import io.fuota.testing.Needs;
import io.fuota.testing.RawResponse;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each call by which the server changes its disk fails in turn: every write, sync,
 * rename, deletion and opening of every operation. What wasn't stored isn't acknowledged
 * and changes nothing, and the server goes on.
 */
@Needs("cc")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IoErrorFaultTests {

	private static final byte[] OLD = content(-1);

	private final TestServer folder = TestServer.prepare();

	private final FaultyDisk disk = new FaultyDisk(folder.dataFolder());

	private ServerProcess process;

	private AdminClient admin;

	@TempDir
	private Path scratch;

	@BeforeAll
	void start() {
		process = disk.start(folder);
		admin = new AdminClient(process.awaitPort(), TestServer.USERNAME, TestServer.PASSWORD);
		admin.upload("kept.bin", OLD);
		admin.assign("kept", "1", "kept.bin");
	}

	@AfterAll
	void close() {
		process.close();
		disk.close();
		folder.close();
	}

	/** What fails: one call, or that call and all after it. */
	enum Fault {

		ONE_IO_ERROR(FaultyDisk.EIO), ONE_FULL_DISK(FaultyDisk.ENOSPC), IO_ERRORS_FROM_THERE_ON(FaultyDisk.EIO);

		private final int error;

		Fault(int error) {
			this.error = error;
		}

		void begin(FaultyDisk disk, int call) {
			disk.fail(FaultyDisk.CHANGES, error, call, this == IO_ERRORS_FROM_THERE_ON ? Long.MAX_VALUE : call);
		}

	}

	/**
	 * What an admin does.
	 *
	 * @param prepare makes what it changes
	 * @param act does it; the number makes it different every time
	 */
	record Operation(String name, Consumer<AdminClient> prepare, BiFunction<AdminClient, Integer, RawResponse> act) {

		@Override
		public String toString() {
			return name;
		}

	}

	private static final List<Operation> OPERATIONS = List.of( //
			new Operation("upload", admin -> admin.delete("/files/new.bin"),
					(admin, n) -> put(admin, "/files/new.bin", content(n))),
			new Operation("upload of bytes that lost their name", admin -> {
				admin.upload("again.bin", content(-2));
				admin.delete("/files/again.bin");
			}, (admin, _) -> put(admin, "/files/again.bin", content(-2))),
			new Operation("replace", admin -> admin.upload("replaced.bin", OLD),
					(admin, n) -> put(admin, "/files/replaced.bin", content(n))),
			new Operation("delete", admin -> admin.upload("spare.bin", content(-3)),
					(admin, _) -> admin.delete("/files/spare.bin")),
			new Operation("assign", admin -> admin.assign("one", "0", "kept.bin"),
					(admin, n) -> put(admin, "/devices/one", text("one," + n + ",kept.bin"))),
			new Operation("assign many", admin -> admin.assign("many-2", "0", "kept.bin"),
					(admin, n) -> put(admin, "/devices", rows(n))),
			new Operation("unassign", admin -> admin.assign("gone", "1", "kept.bin"),
					(admin, _) -> admin.delete("/devices/gone")));

	static Stream<Arguments> operationsAndFaults() {
		return Stream.of(Fault.values())
			.flatMap(fault -> OPERATIONS.stream().map(operation -> Arguments.of(operation, fault)));
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("operationsAndFaults")
	@Order(1)
	void callThatFailsIsNeverAcknowledgedAndChangesNothing(Operation operation, Fault fault) {
		boolean reached = true;
		int calls = 0;
		while (reached) {
			calls++;
			reached = failAt(calls, operation, fault);
		}
		// At the least: the log of the database is written, and synced.
		assertThat(calls).as("calls that change the disk").isGreaterThan(3);
	}

	/** False where the operation is over before so many calls. */
	private boolean failAt(int call, Operation operation, Fault fault) {
		operation.prepare().accept(admin);
		List<String> before = content();
		fault.begin(disk, call);
		RawResponse answer = operation.act().apply(admin, call);
		disk.mend();
		int failed = disk.failedKinds();
		List<String> onDisk = Database.of(folder.dataFolder()).copyTo(scratch.resolve("killed")).content();
		List<String> now = content();
		String what = operation + ", call " + call + " (kind " + failed + "): " + answer;

		if (answer.status() != 200) {
			assertThat(answer.status()).as(what).isIn(503, 507);
			assertThat(answer.text()).as(what).contains("disk");
			assertThat(now).as(what).isEqualTo(before);
			assertThat(sentAgain(operation, call).status()).as("sent again after %s", what).isEqualTo(200);
			assertThat(onDisk).as("a kill after %s", what).isIn(before, content());
		}
		else {
			assertThat(failed & (FaultyDisk.SYNCS | FaultyDisk.WRITES)).as(what).isZero();
			assertThat(onDisk).as(what).isEqualTo(now).isNotEqualTo(before);
		}
		assertThat(body("/files/kept.bin")).isEqualTo(OLD);
		return failed != 0;
	}

	/**
	 * A connection to the database that was opened on the broken disk can only read; the
	 * first write that finds one replaces them all.
	 */
	private RawResponse sentAgain(Operation operation, int call) {
		RawResponse answer = operation.act().apply(admin, call);
		for (int i = 0; i < 2 && answer.status() == 503; i++) {
			answer = operation.act().apply(admin, call);
		}
		return answer;
	}

	@Test
	@Order(2)
	void readThatFailsCutsADownloadAndNeverChangesIt() throws IOException {
		byte[] firmware = content(-4);
		admin.upload("read.bin", firmware);
		boolean reached = true;
		int reads = 0;
		while (reached) {
			reads++;
			touchBlobs(reads);
			disk.fail(FaultyDisk.READS, FaultyDisk.EIO, reads, reads);
			assertThat(body("/files/read.bin")).as("at read %d", reads).isIn((Object) null, firmware);
			disk.mend();
			reached = disk.failedKinds() != 0;
			assertThat(body("/files/read.bin")).as("after read %d", reads).isEqualTo(firmware);
		}
		assertThat(reads).as("reads of a download that hashes first").isGreaterThan(4);
	}

	@Test
	@Order(3)
	void nothingOfAllThisIsLeftAfterARestart() {
		List<String> before = content();
		process.kill();
		folder.start();
		assertThat(content()).isEqualTo(before);
		StoredState.assertWhole(folder);
		assertThat(folder.admin().get("/devices/kept?app_ver=1").text()).isEqualTo("kept.bin");
		assertThat(folder.admin().get("/files/kept.bin").body()).isEqualTo(OLD);
		folder.stop();
	}

	private List<String> content() {
		return Database.of(folder.dataFolder()).content();
	}

	/** Null where it broke off or isn't there. */
	private byte @org.jspecify.annotations.Nullable [] body(String target) {
		try {
			RawResponse answer = admin.get(target);
			return answer.status() == 200 ? answer.body() : null;
		}
		catch (UncheckedIOException brokenOff) {
			return null;
		}
	}

	/** A file with another time is hashed at its next use. */
	private void touchBlobs(int number) throws IOException {
		for (String blob : folder.filesUnder("blobs")) {
			Files.setLastModifiedTime(folder.dataFolder().resolve("blobs").resolve(blob),
					FileTime.fromMillis(number * 1_000L));
		}
	}

	private static RawResponse put(AdminClient admin, String target, byte[] body) {
		return admin.put(target, "application/octet-stream", body);
	}

	private static byte[] rows(int number) {
		return text("many-1,%1$d,kept.bin\nmany-2,%1$d,kept.bin\nmany-3,%1$d,kept.bin\n".formatted(number));
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] content(int seed) {
		byte[] bytes = new byte[200_000];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

}
