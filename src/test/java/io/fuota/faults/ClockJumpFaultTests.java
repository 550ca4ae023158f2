package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.FaultyDisk;
import io.fuota.testing.Needs;
import io.fuota.testing.RawResponse;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A clock that jumps, under a running server and between two starts: nothing that has a
 * name is lost, no transfer becomes a mix, devices are served.
 */
@Needs("cc")
class ClockJumpFaultTests {

	private static final byte[] OLD = content(1);

	private static final byte[] NEW = content(2);

	private final TestServer folder = TestServer.prepare();

	private final FaultyDisk machine = new FaultyDisk(folder.dataFolder());

	@AfterEach
	void close() {
		machine.close();
		folder.close();
	}

	/** An hour either way, no battery, the end of 32 bits, the end of UTCTime. */
	private static List<Duration> jumps() {
		return Stream.concat(Stream.of(Duration.ofHours(-1), Duration.ofHours(1)),
				Stream
					.of("1970-01-01T00:00:10Z", "2038-01-19T03:14:00Z", "2050-01-01T00:00:00Z", "2100-03-01T00:00:00Z")
					.map(time -> Duration.between(Instant.now(), Instant.parse(time))))
			.toList();
	}

	@Test
	void runningServerGoesOnWhenTheClockJumpsThereAndBack() {
		List<String> names = new ArrayList<>();
		try (ServerProcess process = machine.start(folder)) {
			AdminClient admin = admin(process);
			for (Duration jump : jumps()) {
				admin.upload("a.bin", OLD);
				admin.assign("1", "1", "a.bin");
				assertThat(admin.get("/files/a.bin").status()).as("ends what was before").isEqualTo(200);
				assertThat(admin.get("/files/a.bin", "Range: bytes=0-99").status()).isEqualTo(206);
				admin.upload("a.bin", NEW);

				machine.setClock(jump);

				assertThat(rest(admin).body()).as("it began with these")
					.isEqualTo(Arrays.copyOfRange(OLD, 100, OLD.length));
				names.add("there-" + names.size());
				assertWorks(admin, names.getLast(), Instant.now().plus(jump));

				machine.setClock(Duration.ZERO);

				names.add("back-" + names.size());
				assertWorks(admin, names.getLast(), Instant.now());
			}
			assertThat(process.output()).doesNotContain(" ERROR ", "Exception");
			process.stop();
		}
		assertRestartIsWhole(names);
	}

	/** Back, to a time before all that is stored, and ahead. */
	static List<Duration> jumpsBetweenStarts() {
		return List.of(jumps().get(0), jumps().get(2), jumps().get(4));
	}

	@ParameterizedTest
	@MethodSource("jumpsBetweenStarts")
	void serverThatStartsAtAnotherTimeKnowsWhatItHadAndMixesNothing(Duration jump) {
		folder.start();
		folder.admin().upload("a.bin", OLD);
		folder.admin().assign("1", "1", "a.bin");
		assertThat(folder.admin().get("/files/a.bin", "Range: bytes=0-99").status()).isEqualTo(206);
		folder.admin().upload("a.bin", NEW);
		folder.stop();

		machine.setClock(jump);
		try (ServerProcess process = machine.start(folder)) {
			AdminClient admin = admin(process);
			if (jump.compareTo(Duration.ofDays(1)) < 0) {
				RawResponse rest = rest(admin);
				assertThat(rest.status()).as("it may have begun with others").isEqualTo(200);
				assertThat(rest.body()).isEqualTo(NEW);
			}
			assertWorks(admin, "there.bin", Instant.now().plus(jump));
			process.stop();
		}
		machine.setClock(Duration.ZERO);
		assertRestartIsWhole(List.of("there.bin"));
	}

	@Test
	void firstStartWithoutAClockMakesACertificateForLater() throws Exception {
		machine.setClock(Duration.between(Instant.now(), Instant.EPOCH.plusSeconds(20)));
		try (ServerProcess process = machine.start(folder)) {
			AdminClient admin = admin(process);
			admin.upload("a.bin", NEW);
			admin.assign("1", "1", "a.bin");
			assertThat(process.output()).contains("1970-01-01T00:").doesNotContain("expire", "clock right");

			machine.setClock(Duration.ZERO);

			assertWorks(admin, "b.bin", Instant.now());
			process.stop();
		}
		folder.certificate().checkValidity(java.util.Date.from(Instant.EPOCH));
		folder.certificate().checkValidity();
		folder.certificate().checkValidity(java.util.Date.from(Instant.parse("2055-01-01T00:00:00Z")));
		try (ServerProcess process = ServerProcess.start(List.of(), folder.arguments())) {
			assertWorks(admin(process), "c.bin", Instant.now());
			assertThat(process.output()).doesNotContain(" WARN ", " ERROR ");
		}
	}

	private static void assertWorks(AdminClient admin, String name, Instant now) {
		assertThat(admin.get("/devices/1?app_ver=1").text()).isEqualTo("a.bin");
		assertThat(admin.get("/devices/1?app_ver=2").status()).isEqualTo(204);
		assertThat(admin.get("/files/a.bin").body()).isEqualTo(NEW);
		admin.upload(name, OLD);
		admin.assign("of-" + name, "1", name);
		assertThat(admin.get("/devices/of-" + name + "?app_ver=1").text()).isEqualTo(name);
		String listed = admin.get("/files")
			.text()
			.lines()
			.filter(line -> line.contains(name))
			.findFirst()
			.orElseThrow();
		String time = listed.substring(listed.lastIndexOf(",\"") + 2, listed.length() - 1);
		assertThat(Duration.between(now, Instant.parse(time)).abs()).as("time of %s", name)
			.isLessThan(Duration.ofMinutes(10));
	}

	private void assertRestartIsWhole(List<String> names) {
		folder.start();
		assertThat(folder.admin().get("/devices/1?app_ver=1").text()).isEqualTo("a.bin");
		assertThat(folder.admin().get("/files/a.bin").body()).isEqualTo(NEW);
		for (String name : names) {
			assertThat(folder.admin().get("/files/" + name).body()).isEqualTo(OLD);
		}
		StoredState.assertWhole(folder);
	}

	private static RawResponse rest(AdminClient admin) {
		return admin.get("/files/a.bin", "Range: bytes=100-");
	}

	private static AdminClient admin(ServerProcess process) {
		return new AdminClient(process.awaitPort(), TestServer.USERNAME, TestServer.PASSWORD);
	}

	private static byte[] content(int seed) {
		byte[] bytes = new byte[100_000];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

}
