package io.fuota.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks on this machine for what {@link Needs} names. */
final class NeedsCondition implements ExecutionCondition {

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
			.stream()
			.flatMap((needs) -> Arrays.stream(needs.value()))
			.flatMap(NeedsCondition::missing)
			.toList();
		if (missing.isEmpty()) {
			return ConditionEvaluationResult.enabled("nothing is missing");
		}
		String message = "This test needs " + String.join(", ", missing);
		if ("true".equals(System.getenv("CI"))) {
			throw new AssertionError(message);
		}
		return ConditionEvaluationResult.disabled(message);
	}

	private static Stream<String> missing(String command) {
		if (command.equals("open-files")) {
			return Command.of("sh", "-c", "ulimit -H -n")
				.run()
				.trimmed()
				.matches("unlimited|\\d{6,}|[2-9]\\d{4}|1[2-9]\\d{3}") ? Stream.empty()
						: Stream.of("12,000 open files in a process (ulimit -H -n)");
		}
		boolean isOnPath = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, command)));
		if (!isOnPath) {
			return Stream.of("the command " + command);
		}
		if (command.equals("docker") && Command.of("docker", "info").run().exitCode() != 0) {
			return Stream.of("a Docker engine (docker info fails)");
		}
		if (command.equals("mount") && !"0".equals(Command.of("id", "-u").run().trimmed())) {
			return Stream.of("the right to mount (root)");
		}
		return Stream.empty();
	}

}
