package io.fuota.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.Command;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.Needs;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/api.md, pasted in their order. */
@SharedTestServer
@Needs("curl")
class ApiPageIntegrationTests {

	private static final Pattern BLOCK = Pattern.compile("(?m)^```sh\\n(.*?)^```$", Pattern.DOTALL);

	@Test
	void theExamplesWork(TestServer server, @TempDir Path folder) throws IOException {
		Path firmware = Files.write(folder.resolve("firmware.bin"), Esp32Image.of("demo", "1.1", 50_000));
		StringBuilder script = new StringBuilder(
				"set -e\nURL=https://localhost:" + server.port() + "\nCERT=" + server.certificateFile() + "\nLOGIN="
						+ TestServer.USERNAME + ":" + TestServer.PASSWORD + "\nFIRMWARE=" + firmware + "\n");
		Matcher blocks = BLOCK.matcher(Files.readString(Path.of("docs/api.md")));
		int count = 0;
		while (blocks.find()) {
			script.append(blocks.group(1)).append("echo\n");
			count++;
		}
		assertThat(count).as("blocks of commands").isGreaterThanOrEqualTo(4);
		Path file = Files.writeString(folder.resolve("examples.sh"), script);
		assertThat(Command.of("bash", file.toString()).run().succeeded().output()).contains("\"version\":\"1.1\"")
			.contains("\"action\":")
			.contains("event:ASSIGNED");
	}

}
