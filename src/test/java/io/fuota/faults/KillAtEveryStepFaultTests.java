package io.fuota.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.step.Step;
import io.fuota.testing.AdminClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.ServerProcess;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A server that is killed at any step keeps what it acknowledged, and of the rest all or
 * nothing.
 */
class KillAtEveryStepFaultTests {

	private static final byte[] OLD = bytes(1, 300_000);

	private static final byte[] NEW = bytes(2, 400_000);

	/** A data folder with a file, a row, and bytes that lost their name. */
	private static final TestServer TEMPLATE = TestServer.prepare();

	private static final Set<Step> UPLOAD_STEPS = EnumSet.range(Step.UPLOAD_RECEIVING, Step.UPLOAD_COMMITTED);

	@BeforeAll
	static void makeTemplate() {
		TEMPLATE.start();
		TEMPLATE.admin().upload("kept.bin", bytes(3, 1_000));
		TEMPLATE.admin().upload("kept.bin", OLD);
		TEMPLATE.admin().upload("spare.bin", bytes(4, 2_000));
		TEMPLATE.admin().assign("kept", "1", "kept.bin");
		TEMPLATE.admin().assign("changed", "1", "kept.bin");
		for (String device : List.of("tried", "loops")) {
			TEMPLATE.admin().assign(device, "1", "kept.bin");
			TEMPLATE.admin().get("/devices/" + device + "?app_ver=1");
			TEMPLATE.admin().get("/files/kept.bin");
		}
		TEMPLATE.stop();
	}

	@AfterAll
	static void close() {
		TEMPLATE.close();
	}

	/** What an admin does, and how it looks when it was done wholly or not at all. */
	record Operation(String name, Consumer<AdminClient> action, Consumer<AdminClient> wholeOrAbsent) {

		@Override
		public String toString() {
			return name;
		}

	}

	private static final Operation UPLOAD = new Operation("upload", admin -> put(admin, "/files/new.bin", NEW),
			admin -> assertThat(body(admin, "/files/new.bin")).isIn((Object) null, NEW));

	private static final Operation REPLACE = new Operation("replace", admin -> put(admin, "/files/kept.bin", NEW),
			admin -> assertThat(body(admin, "/files/kept.bin")).isIn(OLD, NEW));

	private static final Operation DELETE = new Operation("delete", admin -> admin.delete("/files/spare.bin"),
			admin -> assertThat(body(admin, "/files/spare.bin")).isIn((Object) null, bytes(4, 2_000)));

	private static final Operation SWEEP = new Operation("sweep", admin -> put(admin, "/files/too-large.bin", NEW),
			admin -> assertThat(body(admin, "/files/too-large.bin")).isNull());

	private static final Operation ASSIGN = new Operation("assign",
			admin -> put(admin, "/devices/changed", text("changed,2,spare.bin")),
			admin -> assertThat(rows(admin)).isIn(rows("changed,1,kept.bin"), rows("changed,2,spare.bin")));

	private static final Operation ASSIGN_MANY = new Operation("assign many",
			admin -> put(admin, "/devices", text("changed,2,spare.bin\nzz,1,spare.bin")),
			admin -> assertThat(rows(admin)).isIn(rows("changed,1,kept.bin"),
					rows("changed,2,spare.bin", "zz,1,spare.bin")));

	private static final Operation UNASSIGN = new Operation("unassign", admin -> admin.delete("/devices/changed"),
			admin -> assertThat(rows(admin)).isIn(rows("changed,1,kept.bin"), rows()));

	private static final Operation CONFIRM = new Operation("confirm", admin -> admin.get("/devices/tried?app_ver=2"),
			admin -> assertThat(admin.get("/api/v1/devices/tried").text()).containsAnyOf("DOWNLOADED", "CONFIRMED"));

	private static final Operation QUARANTINE = new Operation("quarantine",
			admin -> assertThat(admin.get("/devices/loops?app_ver=1").status()).isEqualTo(204),
			admin -> assertThat(admin.get("/api/v1/devices/loops").text()).containsAnyOf("DOWNLOADED", "FAILED"));

	private static final Set<Step> FLEET_STEPS = EnumSet.of(Step.FLEET_WRITTEN, Step.FLEET_COMMITTED);

	static Stream<Arguments> operationsAndTheirSteps() {
		Stream.Builder<Arguments> cases = Stream.builder();
		BiConsumer<Operation, Set<Step>> add = (operation, steps) -> steps
			.forEach(step -> cases.add(Arguments.of(operation, step)));
		add.accept(UPLOAD, UPLOAD_STEPS);
		add.accept(REPLACE, UPLOAD_STEPS);
		add.accept(DELETE, EnumSet.of(Step.DELETE_WRITTEN, Step.DELETE_COMMITTED));
		add.accept(SWEEP, EnumSet.of(Step.SWEEP_DELETED));
		add.accept(ASSIGN, EnumSet.of(Step.ASSIGN_WRITTEN, Step.ASSIGN_COMMITTED));
		add.accept(ASSIGN_MANY, EnumSet.of(Step.ASSIGN_WRITTEN, Step.ASSIGN_COMMITTED));
		add.accept(UNASSIGN, EnumSet.of(Step.UNASSIGN_WRITTEN, Step.UNASSIGN_COMMITTED));
		add.accept(CONFIRM, FLEET_STEPS);
		add.accept(QUARANTINE, FLEET_STEPS);
		return cases.build();
	}

	@ParameterizedTest(name = "{0} killed at {1}")
	@MethodSource("operationsAndTheirSteps")
	void operationIsDoneWhollyOrNotAtAll(Operation operation, Step step) {
		try (TestServer server = copyOfTemplate()) {
			if (operation.equals(SWEEP)) {
				server.with("FUOTA_DISK_RESERVE", "1000000GB");
			}
			if (operation.equals(QUARANTINE)) {
				server.with("FUOTA_MAX_ATTEMPTS", "1");
			}
			killAt(step, server, operation);
			server.without("FUOTA_DISK_RESERVE").start();

			StoredState.assertWhole(server);
			operation.wholeOrAbsent.accept(server.admin());
			assertThat(rows(server.admin())).contains("\"kept\",\"1\",\"kept.bin\"");
			if (!operation.equals(REPLACE)) {
				assertThat(body(server.admin(), "/files/kept.bin")).isEqualTo(OLD);
			}
			// And what was interrupted can be done again.
			operation.action.accept(server.admin());
			StoredState.assertWhole(server);
			if (operation.equals(CONFIRM)) {
				assertThat(server.admin().get("/api/v1/devices/tried").text()).contains("CONFIRMED");
			}
			if (operation.equals(QUARANTINE)) {
				assertThat(server.admin().get("/api/v1/devices?state=QUARANTINED").text()).contains("\"loops\"");
			}
		}
	}

	static Set<Step> stepsOfTheFirstStart() {
		return EnumSet.of(Step.DATABASE_MIGRATED, Step.CERTIFICATE_WRITTEN, Step.CERTIFICATE_HALF_NAMED,
				Step.PASSWORD_WRITTEN, Step.PASSWORD_COMMITTED);
	}

	@ParameterizedTest
	@MethodSource("stepsOfTheFirstStart")
	void firstStartIsFinishedByTheNext(Step step) throws IOException {
		try (TestServer server = TestServer.prepare().without("US_AUTH_USERNAME").without("US_AUTH_PASSWORD")) {
			killAt(step, server);
			server.start();

			String password = Files.readAllLines(server.dataFolder().resolve("initial-password")).getFirst();
			assertThat(new AdminClient(server.port(), "admin", password).get("/devices").status()).isEqualTo(200);
			server.certificate().verify(server.certificate().getPublicKey());
			StoredState.assertWhole(server);
		}
		catch (java.security.GeneralSecurityException broken) {
			throw new AssertionError(broken);
		}
	}

	static Set<Step> stepsOfTakingOver() {
		return EnumSet.of(Step.TAKEOVER_COPIED, Step.DATABASE_MIGRATED, Step.UPLOAD_RECEIVING, Step.UPLOAD_RENAMED,
				Step.UPLOAD_COMMITTED, Step.IMPORT_RECEIVED);
	}

	@ParameterizedTest
	@MethodSource("stepsOfTakingOver")
	void takingOverIsFinishedByTheNextStart(Step step) throws Exception {
		try (TestServer server = TestServer.prepare()) {
			Files.createDirectories(server.dataFolder());
			try (var database = java.sql.DriverManager
				.getConnection("jdbc:sqlite:" + server.dataFolder().resolve("devices.db"));
					var sql = database.createStatement()) {
				sql.execute("create table device_app(device_id text primary key, app_ver text, update_file_path text)");
				sql.execute("insert into device_app values ('1', '1', 'a.bin')");
			}
			Files.write(server.dataFolder().resolve("a.bin"), OLD);
			Files.write(server.dataFolder().resolve("b.bin"), NEW);
			killAt(step, server);
			server.start();

			assertThat(server.admin().get("/devices/1?app_ver=1").text()).isEqualTo("a.bin");
			assertThat(body(server.admin(), "/files/a.bin")).isEqualTo(OLD);
			assertThat(body(server.admin(), "/files/b.bin")).isEqualTo(NEW);
			assertThat(server.dataFolder().resolve("a.bin")).hasBinaryContent(OLD);
			assertThat(server.dataFolder().resolve("backups/devices-before-takeover.db")).exists();
			StoredState.assertWhole(server);
		}
	}

	@Test
	void everyStepIsKilledAt() {
		Set<Step> killed = EnumSet.copyOf(stepsOfTheFirstStart());
		killed.addAll(stepsOfTakingOver());
		operationsAndTheirSteps().forEach(arguments -> killed.add((Step) arguments.get()[1]));

		assertThat(killed).containsExactlyInAnyOrder(Step.values());
	}

	private static void killAt(Step step, TestServer server, Operation operation) {
		try (ServerProcess process = stoppingAt(step, server)) {
			int port = process.awaitPort();
			Thread admin = Thread.ofVirtual().start(() -> {
				try {
					operation.action.accept(new AdminClient(port, TestServer.USERNAME, TestServer.PASSWORD));
				}
				catch (UncheckedIOException killed) {
					assertThat(killed).as("the connection ends with the server").isNotNull();
				}
			});
			process.await("stopped at " + step);
			assertThat(admin.isAlive()).as("not acknowledged").isTrue();
			process.kill();
		}
	}

	private static void killAt(Step step, TestServer server) {
		try (ServerProcess process = stoppingAt(step, server)) {
			process.await("stopped at " + step);
			process.kill();
		}
	}

	private static ServerProcess stoppingAt(Step step, TestServer server) {
		return ServerProcess.start(List.of("-Dfuota.stop-at-step=" + step), server.arguments());
	}

	private static TestServer copyOfTemplate() {
		TestServer copy = TestServer.prepare();
		for (Path part : List.of(TEMPLATE.dataFolder(), TEMPLATE.certificatesFolder())) {
			Path target = part.equals(TEMPLATE.dataFolder()) ? copy.dataFolder() : copy.certificatesFolder();
			try (Stream<Path> files = Files.walk(part)) {
				for (Path file : files.toList()) {
					Files.copy(file, target.resolve(part.relativize(file)));
				}
			}
			catch (IOException failure) {
				throw new UncheckedIOException(failure);
			}
		}
		return copy;
	}

	private static RawResponse put(AdminClient admin, String target, byte[] body) {
		return admin.put(target, "application/octet-stream", body);
	}

	/** Null where there is no such file. */
	private static byte @org.jspecify.annotations.Nullable [] body(AdminClient admin, String target) {
		RawResponse answer = admin.get(target);
		return answer.status() == 404 ? null : answer.body();
	}

	private static String rows(AdminClient admin) {
		return admin.get("/devices").text();
	}

	private static String rows(String... besides) {
		return Stream
			.concat(Arrays.stream(besides), Stream.of("kept,1,kept.bin", "loops,1,kept.bin", "tried,1,kept.bin"))
			.sorted()
			.map(row -> "\"" + row.replace(",", "\",\"") + "\"\n")
			.reduce("", String::concat);
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] bytes(int seed, int size) {
		byte[] bytes = new byte[size];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

}
