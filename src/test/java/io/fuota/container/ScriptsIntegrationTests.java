package io.fuota.container;

import io.fuota.testing.Command;
import io.fuota.testing.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The project's shell scripts: their command line, and what shellcheck says of them. */
@Needs("bash")
class ScriptsIntegrationTests {

	@Test
	void helpNamesEveryCommand() {
		assertThat(script("--help").succeeded().output()).contains("--docker", "--local", "--stop", "--logs",
				"--reset-password", "--export-certs", "--help", "FUOTA_CONTAINER_NAME", "FUOTA_VOLUME_NAME",
				"FUOTA_IMAGE", "FUOTA_FAST_START");
	}

	@Test
	void wrongArgumentsAreRefusedBeforeAnythingIsDone() {
		assertThat(script("--lokal").exitCode()).isEqualTo(2);
		assertThat(script("--stop", "--logs").exitCode()).isEqualTo(2);
		assertThat(script("--local", "--docker").exitCode()).isEqualTo(2);
		assertThat(script("--export-certs").exitCode()).isEqualTo(2);
	}

	@Test
	@Needs("shellcheck")
	void shellcheckHasNothingToSay() {
		String call = "shellcheck -x run_fuota_server.sh scripts/* bench/run bench/inspection bench/coap/run .ci/run"
				+ " $(find docker -type f ! -name '*.java')";
		assertThat(Command.of("bash", "-c", call).run().output()).isEmpty();
	}

	private static Command.Result script(String... arguments) {
		List<String> words = new ArrayList<>(List.of("bash", "run_fuota_server.sh"));
		words.addAll(List.of(arguments));
		return new Command(words, Map.of()).run();
	}

}
