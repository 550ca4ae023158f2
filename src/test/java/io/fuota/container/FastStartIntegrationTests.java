package io.fuota.container;

import io.fuota.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cache for a faster start, which {@code ./run_fuota_server.sh --local} makes in the
 * background.
 */
@EnabledOnOs(OS.LINUX)
class FastStartIntegrationTests {

	private static final Duration START = Duration.ofMinutes(3);

	private static final Duration STOP = Duration.ofSeconds(40);

	private static final Duration TRAINING = Duration.ofMinutes(8);

	@TempDir
	private Path project;

	@BeforeEach
	void copyProject() throws IOException {
		Files.createDirectories(this.project.resolve("src/main"));
		Files.createDirectories(this.project.resolve("target"));
		Files.createFile(this.project.resolve("pom.xml"));
		for (String part : List.of("run_fuota_server.sh", "scripts", "docker", "target/fuota-server.jar")) {
			Path copy = this.project.resolve(part);
			Command.of("cp", "-R", part, copy.toString()).run().succeeded();
		}
	}

	@Test
	void laterStartUsesTheCacheThatTheFirstOneMadeUntilTheJarChanges() throws IOException {
		try (Running first = new Running()) {
			assertThat(first.usesCache()).isFalse();
			Awaitility.await().atMost(TRAINING).until(() -> Files.exists(cache()) || Files.exists(withoutCache()));
			assertThat(cache()).as(RunScript.file(this.project.resolve("target/fast-start.log"))).exists();
		}
		try (Running second = new Running()) {
			assertThat(second.usesCache()).isTrue();
			assertThat(second.log()).doesNotContain("[aot");
		}
		Files.setLastModifiedTime(this.project.resolve("target/fuota-server.jar"),
				FileTime.from(Instant.now().plusSeconds(10)));
		try (Running changed = new Running()) {
			assertThat(changed.usesCache()).isFalse();
			assertThat(cache()).doesNotExist();
		}
	}

	@Test
	void trainingEndsWithTheServer() throws IOException {
		try (Running server = new Running()) {
			Awaitility.await().atMost(START).until(() -> !leftOvers().isEmpty());
			assertThat(server.usesCache()).isFalse();
		}
		Awaitility.await().atMost(START).until(() -> leftOvers().isEmpty());
		assertThat(cache()).doesNotExist();
	}

	private Path cache() {
		return this.project.resolve("target/fast-start/fuota-server.aot");
	}

	/** The folder without a cache says that none could be made. */
	private Path withoutCache() {
		return this.project.resolve("target/fast-start/stamp");
	}

	private List<Path> leftOvers() throws IOException {
		try (var entries = Files.list(this.project.resolve("target"))) {
			return entries.filter((entry) -> entry.getFileName().toString().startsWith("fast-start.new")).toList();
		}
	}

	/** A server that the script started, until it is closed. */
	private final class Running implements AutoCloseable {

		private final Path output = FastStartIntegrationTests.this.project.resolve("output");

		private final Process process;

		Running() throws IOException {
			Path home = FastStartIntegrationTests.this.project;
			this.process = new Command(List.of("bash", home.resolve("run_fuota_server.sh").toString(), "--local"),
					Map.of("US_SERVER_PORT", "0", "FUOTA_MANAGEMENT_PORT", "0", "FUOTA_COAP_PORT", "random",
							"FUOTA_COAPS_PORT", "0", "JAVA_HOME", System.getProperty("java.home")))
				.start(this.output);
			Awaitility.await()
				.atMost(START)
				.until(() -> !this.process.isAlive() || log().contains("Ctrl-C stops the server"));
			assertThat(this.process.isAlive()).as("the server runs: %s", log()).isTrue();
		}

		/** Java has the file mapped into its memory when it uses it. */
		boolean usesCache() throws IOException {
			return Files.readString(Path.of("/proc/" + this.process.pid() + "/maps")).contains(cache().toString());
		}

		String log() {
			return RunScript.file(this.output);
		}

		@Override
		public void close() {
			this.process.destroy();
			Awaitility.await().atMost(STOP).until(() -> !this.process.isAlive());
		}

	}

}
