package io.fuota.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * What a test needs of the machine. Where it is missing, the test is skipped with a
 * message that says so; in CI (environment variable {@code CI=true}) it fails.
 */
final class Machine {

	private Machine() {
	}

	/** Needs a Docker engine that works, and the {@code docker} command. */
	static void needsDocker() {
		needs("docker");
		if (Command.of("docker", "info").run().exitCode() != 0) {
			missing("a Docker engine: docker info fails");
		}
	}

	/** Needs commands on the PATH. */
	static void needs(String... commands) {
		for (String command : commands) {
			if (!isOnPath(command)) {
				missing("the command " + command);
			}
		}
	}

	private static boolean isOnPath(String command) {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, command)));
	}

	private static void missing(String what) {
		String message = "This test needs " + what;
		if ("true".equals(System.getenv("CI"))) {
			fail(message);
		}
		abort(message);
	}

}
