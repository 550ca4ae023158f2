package io.fuota.testing;

import io.fuota.FuotaServerApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The real application in a process of its own, which can be killed. */
public final class ServerProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private final Process process;

	private final Queue<String> lines = new ConcurrentLinkedQueue<>();

	private ServerProcess(Process process) {
		this.process = process;
		Thread.ofVirtual().start(this::read);
	}

	/**
	 * Starts it and returns at once.
	 * @param jvmOptions such as system properties
	 * @param arguments the settings, as {@link TestServer#arguments()} gives them
	 */
	public static ServerProcess start(List<String> jvmOptions, List<String> arguments) {
		return start(jvmOptions, arguments, Map.of());
	}

	/** The same with environment variables besides. */
	public static ServerProcess start(List<String> jvmOptions, List<String> arguments,
			Map<String, String> environment) {
		return startWith(Stream.of(jvmOptions, FastChildren.options()).flatMap(List::stream).toList(), arguments,
				environment);
	}

	/** With these options alone, the class path among them. */
	static ServerProcess startWith(List<String> jvmOptions, List<String> arguments, Map<String, String> environment) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
		command.addAll(jvmOptions);
		command.add(FuotaServerApplication.class.getName());
		command.addAll(arguments);
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			builder.environment().putAll(environment);
			return new ServerProcess(builder.start());
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** Waits for the ready line and returns the port in it. */
	public int awaitPort() {
		return Integer.parseInt(await("fuota-server ready: https://\\S+:(\\d+)").group(1));
	}

	/**
	 * Waits until the output has a match for this pattern; fails when the process ends
	 * without one.
	 */
	public MatchResult await(String regex) {
		Pattern pattern = Pattern.compile(regex);
		Awaitility.await().atMost(PATIENCE).until(() -> {
			boolean alive = process.isAlive();
			if (pattern.matcher(output()).find()) {
				return true;
			}
			if (!alive) {
				throw new IllegalStateException("the server ended without “" + regex + "”:\n" + output());
			}
			return false;
		});
		Matcher matcher = pattern.matcher(output());
		if (!matcher.find()) {
			throw new IllegalStateException("output doesn't shrink");
		}
		return matcher.toMatchResult();
	}

	public String output() {
		return String.join("\n", lines);
	}

	public long pid() {
		return process.pid();
	}

	/** SIGTERM, without waiting for the end; its output is read on. */
	public void beginToStop() {
		process.toHandle().destroy();
	}

	/** Waits for the end and returns the exit code. */
	public int exitCode() {
		awaitEnd();
		return process.exitValue();
	}

	/** SIGKILL: no shutdown hook, no flush, no good-bye. */
	public void kill() {
		process.destroyForcibly();
		awaitEnd();
	}

	/** SIGTERM. */
	public void stop() {
		beginToStop();
		awaitEnd();
	}

	@Override
	public void close() {
		kill();
	}

	private void awaitEnd() {
		try {
			if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("the server doesn't end");
			}
		}
		catch (InterruptedException interrupted) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(interrupted);
		}
	}

	private void read() {
		try (BufferedReader text = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = text.readLine(); line != null; line = text.readLine()) {
				lines.add(line);
			}
		}
		catch (IOException closed) {
			lines.add(closed.toString());
		}
	}

}
