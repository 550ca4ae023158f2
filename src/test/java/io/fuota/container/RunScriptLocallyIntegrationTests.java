package io.fuota.container;

import io.fuota.testing.Command;
import io.fuota.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code ./run_fuota_server.sh --local}. */
@Needs({ "bash", "curl" })
class RunScriptLocallyIntegrationTests {

	private static final Duration START = Duration.ofMinutes(5);

	@TempDir
	private Path folder;

	private RunScript script;

	@BeforeEach
	void nameFolder() {
		this.script = RunScript.in(this.folder);
	}

	@Test
	void oneCommandAndFourCurlCommandsLeadToAnUpdatedDeviceUntilSigterm() throws IOException, InterruptedException {
		Path log = this.folder.resolve("log");
		Process server = this.script.local().start(log);
		String password;
		try {
			String output = whenReady(server, log);
			this.script.printedCommandsWork(output);
			password = password();
			assertThat(output).doesNotContain(password);
			// The data folder is the running server's.
			assertThat(this.script.local("--reset-password").run().failed().output())
				.contains("fuota-server can't start");
		}
		finally {
			server.destroy();
		}
		assertThat(server.waitFor(40, TimeUnit.SECONDS)).isTrue();
		// 128 + 15: the signal reached Java, which ended in order.
		assertThat(server.exitValue()).isEqualTo(143);

		this.script.local("--reset-password").run().succeeded();
		assertThat(password()).isNotEqualTo(password);
	}

	@Test
	void wrongSettingEndsTheStartAndIsNamed() {
		Command.Result result = this.script.local().with("FUOTA_MAX_UPLOAD", "plenty").run();
		assertThat(result.exitCode()).isEqualTo(1);
		assertThat(result.output()).contains("fuota-server can't start", "FUOTA_MAX_UPLOAD");
	}

	@Test
	void jarIsBuiltWhenThereIsNoneAndWhenTheSourcesAreNewer() throws IOException {
		Path project = Files.createDirectories(this.folder.resolve("project"));
		Files.createDirectories(project.resolve("src/main"));
		Files.createFile(project.resolve("pom.xml"));
		for (String part : List.of("run_fuota_server.sh", "scripts")) {
			Command.of("cp", "-R", part, project.toString()).run().succeeded();
		}
		// Stands in for Maven: says that it was called, and leaves a jar that Java
		// refuses.
		Path tools = Files.createDirectories(this.folder.resolve("tools"));
		executable(tools.resolve("mvn"),
				"echo maven was called; mkdir -p target; echo no jar >target/fuota-server.jar");
		Command run = new Command(List.of("bash", project.resolve("run_fuota_server.sh").toString(), "--local"),
				Map.of("PATH", tools + ":" + System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home")));

		assertThat(run.run().failed().output()).contains("maven was called", "the first time");
		assertThat(run.run().failed().output()).doesNotContain("maven was called");
		Files.setLastModifiedTime(project.resolve("target/fuota-server.jar"), FileTime.fromMillis(0));
		assertThat(run.run().failed().output()).contains("maven was called", "the sources are newer");
	}

	@Test
	void missingJdkIsSaidWithWhatToInstall() throws IOException {
		Path tools = Files.createDirectories(this.folder.resolve("tools"));
		executable(tools.resolve("java"), "echo '    java.home = /nowhere'");
		Command.Result result = this.script.local()
			.without("JAVA_HOME")
			.with("PATH", tools + ":" + System.getenv("PATH"))
			.with("FUOTA_JDK_DIRS", "/nowhere")
			.run()
			.failed();
		assertThat(result.output()).contains("No JDK 25", "adoptium.net");
	}

	private String whenReady(Process server, Path log) {
		Awaitility.await()
			.atMost(START)
			.until(() -> !server.isAlive() || RunScript.file(log).contains("Ctrl-C stops the server"));
		String output = RunScript.file(log);
		assertThat(server.isAlive()).as("the server runs: %s", output).isTrue();
		return output;
	}

	private String password() {
		return RunScript.file(this.folder.resolve("data/initial-password")).lines().findFirst().orElseThrow();
	}

	private static void executable(Path file, String script) throws IOException {
		Files.writeString(file, "#!/bin/sh\n" + script + "\n");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

}
