package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log of the database ({@code devices.db-wal}) of a killed server is lost, cut or
 * damaged: the server starts with what it knew at an earlier moment, whole.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostLogFaultTests {

	/** https://sqlite.org/fileformat2.html#the_write_ahead_log */
	private static final int LOG_HEADER = 32;

	private static final int FRAME_HEADER = 24;

	@TempDir
	private static Path scratch;

	private final TestServer folder = TestServer.prepare();

	/** What the database held after each acknowledged change, oldest first. */
	private final List<List<String>> history = new ArrayList<>();

	private Database killed;

	private byte[] log;

	private int frameSize;

	@BeforeAll
	void killAServerWithALiveLog() throws IOException {
		// Ending in order empties the log: what comes after is all in it.
		folder.start();
		folder.admin().upload("first.bin", content(0));
		folder.admin().assign("first", "1", "first.bin");
		folder.stop();
		try (ServerProcess process = ServerProcess.start(List.of(), folder.arguments())) {
			AdminClient admin = new AdminClient(process.awaitPort(), TestServer.USERNAME, TestServer.PASSWORD);
			change(admin);
			process.kill();
		}
		killed = Database.of(folder.dataFolder()).copyTo(scratch.resolve("killed"));
		log = Files.readAllBytes(killed.log());
		frameSize = FRAME_HEADER + ByteBuffer.wrap(log).getInt(8);
	}

	@AfterAll
	void close() {
		folder.close();
	}

	@BeforeEach
	void putBack() {
		folder.stop();
		Database now = Database.of(folder.dataFolder());
		now.delete();
		killed.copyTo(folder.dataFolder());
	}

	private void change(AdminClient admin) {
		remember();
		for (int i = 1; i <= 3; i++) {
			admin.upload("file-" + i + ".bin", content(i));
			remember();
			admin.upload("first.bin", content(10 + i));
			remember();
			admin.assign("device-" + i, "1", "file-" + i + ".bin");
			remember();
		}
		byte[] rows = IntStream.range(0, 300)
			.mapToObj(i -> "row-" + i + ",1,file-1.bin\n")
			.collect(Collectors.joining())
			.getBytes(StandardCharsets.US_ASCII);
		assertThat(admin.put("/devices", "text/csv", rows).status()).isEqualTo(200);
		remember();
		assertThat(admin.delete("/devices/device-3").status()).isEqualTo(200);
		remember();
		assertThat(admin.delete("/files/file-3.bin").status()).isEqualTo(200);
		remember();
	}

	private void remember() {
		history.add(Database.of(folder.dataFolder()).content());
	}

	@Test
	void logCutAnywhereLeavesAnEarlierStateWhole() throws IOException {
		int known = 0;
		for (int cut : cuts()) {
			int state = stateWith(Arrays.copyOf(log, cut), "cut to " + cut + " of " + log.length);
			assertThat(state).as("no less than a shorter log gives, cut to %d", cut).isGreaterThanOrEqualTo(known);
			known = state;
		}
		assertThat(known).as("the whole log").isEqualTo(history.size() - 1);
	}

	@Test
	void damagedFrameEndsTheLogThere() throws IOException {
		for (int frame = 0; frame < frames(); frame++) {
			int before = stateWith(Arrays.copyOf(log, LOG_HEADER + frame * frameSize), "cut at frame " + frame);
			for (int at : List.of(0, FRAME_HEADER)) {
				byte[] damaged = log.clone();
				int position = LOG_HEADER + frame * frameSize + at;
				damaged[position] ^= 0x10;
				int state = stateWith(damaged, "damaged at " + position);
				assertThat(state).as("damaged at %d", position).isEqualTo(before);
			}
		}
	}

	@Test
	void serverWithoutItsLogKnowsLessAndKeepsAllBytesUntilTheLogIsPutBack() throws IOException {
		List<String> blobs = folder.filesUnder("blobs");
		Files.delete(Database.of(folder.dataFolder()).log());

		assertStartsWithAnEarlierState();

		assertThat(folder.filesUnder("blobs")).as("the bytes of lost rows are kept").containsAll(blobs);
		putBack();
		folder.start();
		assertThat(Database.of(folder.dataFolder()).content()).isEqualTo(history.getLast());
		assertNamesAreServed();
		assertThat(folder.admin().get("/files/first.bin").body()).isEqualTo(content(13));
		StoredState.assertWhole(folder);
	}

	@Test
	void serverStartsWithACutLog() throws IOException {
		Files.write(Database.of(folder.dataFolder()).log(), Arrays.copyOf(log, log.length / 2));
		assertStartsWithAnEarlierState();
	}

	@Test
	void serverStartsWithADamagedLog() throws IOException {
		byte[] damaged = log.clone();
		damaged[LOG_HEADER + frames() / 2 * frameSize + 100] ^= 1;
		Files.write(Database.of(folder.dataFolder()).log(), damaged);
		assertStartsWithAnEarlierState();
	}

	private void assertStartsWithAnEarlierState() {
		folder.start();
		assertThat(Database.of(folder.dataFolder()).content()).isIn(history).isNotEqualTo(history.getLast());
		StoredState.assertWhole(folder);
		assertNamesAreServed();
		// And it goes on from there.
		folder.admin().upload("after.bin", content(99));
		folder.admin().assign("after", "1", "after.bin");
		folder.restart();
		assertThat(folder.admin().get("/devices/after?app_ver=1").text()).isEqualTo("after.bin");
		StoredState.assertWhole(folder);
	}

	private void assertNamesAreServed() {
		folder.admin()
			.get("/files")
			.text()
			.lines()
			.map(line -> line.split("\"", 3)[1])
			.forEach(name -> assertThat(folder.admin().get("/files/" + name).status()).as(name).isEqualTo(200));
	}

	/**
	 * Which moment of the history SQLite makes of this log; the database must be whole.
	 */
	private int stateWith(byte[] bytes, String what) throws IOException {
		Database copy = killed.copyTo(scratch.resolve("copy"));
		Files.write(copy.log(), bytes);
		List<String> content = copy.content();
		assertThat(copy.integrity()).as(what).containsExactly("ok");
		assertThat(history).as(what).contains(content);
		return history.indexOf(content);
	}

	private int frames() {
		return (log.length - LOG_HEADER) / frameSize;
	}

	/** Around the ends of all frames, and in the middle of each. */
	private Set<Integer> cuts() {
		Set<Integer> cuts = new TreeSet<>(List.of(0, 1, LOG_HEADER - 1, log.length));
		for (int frame = 0; frame < frames(); frame++) {
			int begin = LOG_HEADER + frame * frameSize;
			cuts.addAll(List.of(begin, begin + FRAME_HEADER, begin + frameSize - 1));
		}
		return cuts;
	}

	private static byte[] content(int seed) {
		byte[] bytes = new byte[20_000];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

}
