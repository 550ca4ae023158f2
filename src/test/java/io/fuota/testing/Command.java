package io.fuota.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command of the machine, run in the project's folder. Of this process's environment it
 * gets all but the server's own settings.
 *
 * @param words the command and its arguments
 * @param environment variables besides
 */
public record Command(List<String> words, Map<String, String> environment) {

	/** The project's folder, where Maven starts the tests. */
	public static final Path PROJECT = Path.of("").toAbsolutePath();

	/** Long enough to build the image on a slow line. */
	private static final Duration LIMIT = Duration.ofMinutes(15);

	public static Command of(String... words) {
		return new Command(List.of(words), Map.of());
	}

	/** The same command with one more variable in its environment. */
	public Command with(String name, String value) {
		Map<String, String> more = new HashMap<>(this.environment);
		more.put(name, value);
		return new Command(this.words, Map.copyOf(more));
	}

	/** The same command without a variable in its environment. */
	public Command without(String name) {
		Map<String, String> fewer = new HashMap<>(this.environment);
		fewer.remove(name);
		return new Command(this.words, Map.copyOf(fewer));
	}

	/** Runs the command to its end. */
	public Result run() {
		try {
			Path output = Files.createTempFile("command", ".log");
			try {
				return run(output);
			}
			finally {
				Files.delete(output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Result run(Path output) throws IOException {
		Process process = start(output);
		try {
			if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError(this.words + " takes too long:\n" + Files.readString(output));
			}
			return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		finally {
			process.destroy();
		}
	}

	/** Starts the command; what it says goes into the file. */
	public Process start(Path output) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(this.words).directory(PROJECT.toFile())
			.redirectInput(Path.of("/dev/null").toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("US_") || name.startsWith("FUOTA_") || name.equals("JAVA_HOME"));
		builder.environment().putAll(this.environment);
		return builder.start();
	}

	/**
	 * How a command ended.
	 *
	 * @param exitCode its exit code
	 * @param output all that it said on standard output and standard error
	 */
	public record Result(int exitCode, String output) {

		/** Fails the test unless the exit code is 0. */
		public Result succeeded() {
			assertThat(this.exitCode).as("exit code after: %s", this.output).isZero();
			return this;
		}

		/** Fails the test if the exit code is 0. */
		public Result failed() {
			assertThat(this.exitCode).as("exit code after: %s", this.output).isNotZero();
			return this;
		}

		public String trimmed() {
			return this.output.strip();
		}

	}

}
