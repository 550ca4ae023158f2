package io.fuota.container;

import io.fuota.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code run_fuota_server.sh} as an operator calls it, with a container, a volume,
 * folders and a port of its own.
 *
 * @param container the container's name
 * @param folder where certificates and, in local mode, data are
 */
record RunScript(String container, Path folder) {

	private static final Pattern URL = Pattern.compile("URL: +(https://\\S+)");

	static RunScript in(Path folder) {
		return new RunScript(TestEngine.name("run-" + Long.toHexString(System.nanoTime())), folder);
	}

	String volume() {
		return this.container + "-volume";
	}

	Path certs() {
		return this.folder.resolve("certs");
	}

	/** The script in Docker mode, on a random port. */
	Command inDocker(String... arguments) {
		return command("--docker", arguments);
	}

	/**
	 * The script in local mode, on a random port and the JDK that runs the tests. It
	 * prepares no faster start: that would take the CPU from the next test.
	 */
	Command local(String... arguments) {
		return command("--local", arguments).with("FUOTA_DATA_DIR", this.folder.resolve("data").toString())
			.with("FUOTA_MANAGEMENT_PORT", "0")
			.with("FUOTA_FAST_START", "false")
			.with("JAVA_HOME", System.getProperty("java.home"));
	}

	private Command command(String mode, String... arguments) {
		List<String> words = new ArrayList<>(List.of("bash", "run_fuota_server.sh", mode));
		words.addAll(List.of(arguments));
		return new Command(words,
				Map.of("FUOTA_CONTAINER_NAME", this.container, "FUOTA_VOLUME_NAME", volume(), "FUOTA_IMAGE", image(),
						"FUOTA_CERTS_DIR", certs().toString(), "US_SERVER_PORT", "0", "FUOTA_COAP_PORT", "random",
						"FUOTA_COAPS_PORT", "random"));
	}

	/**
	 * One image for all tests of the script; the script builds it when it has changed.
	 */
	static String image() {
		return TestEngine.name("run-image");
	}

	/** The account made at the first start, at the URL that the script printed. */
	Operator operator(String output) {
		return new Operator(url(output), certificate(), "admin",
				TestEngine.docker("exec", this.container, "head", "-n", "1", "/data/initial-password"));
	}

	/** The certificate that the script in Docker mode laid out for curl. */
	String certificate() {
		return file(certs().resolve("fuota-server.crt"));
	}

	/** The URL that the script printed. */
	static String url(String output) {
		Matcher matcher = URL.matcher(output);
		assertThat(matcher.find()).as("a URL in: %s", output).isTrue();
		return matcher.group(1);
	}

	/**
	 * Pastes the four curl commands that the script printed into a shell, and sees that
	 * each does what it says.
	 */
	void printedCommandsWork(String output) {
		List<String> commands = output.lines().filter((line) -> line.startsWith("  curl ")).toList();
		assertThat(commands).hasSize(4);
		Path shellFolder = this.folder.resolve("pasted");
		try {
			Files.createDirectories(shellFolder);
			for (String command : commands) {
				String pasted = "cd '%s' && %s".formatted(shellFolder, command.replace("curl ", "curl -sS --fail "));
				String said = Command.of("bash", "-c", pasted).run().succeeded().trimmed();
				assertThat(said).isEqualTo(command.contains("app_ver") ? "demo-0.1.1.bin" : "");
			}
			assertThat(shellFolder.resolve("demo-0.1.1.bin"))
				.hasSameBinaryContentAs(Command.PROJECT.resolve("README.md"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Removes what the script made in the engine. */
	void cleanUp() {
		TestEngine.remove(this.container, volume());
	}

	static String file(Path path) {
		try {
			return Files.readString(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
