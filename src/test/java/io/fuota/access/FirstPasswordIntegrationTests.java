package io.fuota.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.FuotaServerApplication;
import io.fuota.testing.AdminClient;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The password that is made where the operator gives none. */
@ExtendWith(OutputCaptureExtension.class)
class FirstPasswordIntegrationTests {

	private final TestServer server = TestServer.prepare().without("US_AUTH_USERNAME").without("US_AUTH_PASSWORD");

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void passwordIsMadeOnceIsInTheFileAloneAndOutlivesIt(CapturedOutput output) throws IOException {
		server.start();
		String password = password();

		assertThat(password).matches("[a-z2-9]{32}");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
		assertThat(status(password)).isEqualTo(200);
		assertThat(status(password + "x")).isEqualTo(403);
		assertThat(output).contains(file().toString()).doesNotContain(password);

		Files.delete(file());
		server.restart();

		assertThat(file()).doesNotExist();
		assertThat(status(password)).isEqualTo(200);
	}

	@Test
	void resetMakesAnotherPasswordAndTouchesNothingElse() throws Exception {
		server.start();
		String old = password();
		new AdminClient(server.port(), "admin", old).assign("1", "1", "a.bin");
		server.stop();

		assertThat(runReset()).contains("The account admin has a new password; it is in " + file());

		server.start();
		assertThat(password()).isNotEqualTo(old);
		assertThat(status(old)).isEqualTo(403);
		assertThat(status(password())).isEqualTo(200);
		assertThat(new AdminClient(server.port(), "admin", password()).get("/devices").text())
			.isEqualTo("\"1\",\"1\",\"a.bin\"\n");
	}

	@Test
	void passwordOfTheOperatorComesBeforeTheOneThatWasMade() throws IOException {
		server.start();
		String made = password();

		server.with("US_AUTH_PASSWORD", "my ${own} #{pass} wörd").restart();

		assertThat(status("my ${own} #{pass} wörd")).isEqualTo(200);
		assertThat(status(made)).isEqualTo(403);
	}

	private int status(String password) {
		return new AdminClient(server.port(), "admin", password).get("/devices").status();
	}

	private String runReset() throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
						FuotaServerApplication.class.getName(), "--reset-password"));
		ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
		process.environment().put("FUOTA_DATA_DIR", server.dataFolder().toString());
		process.environment().put("FUOTA_CERTS_DIR", server.certificatesFolder().toString());
		Process reset = process.start();
		String output = new String(reset.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
		assertThat(reset.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(reset.exitValue()).as(output).isZero();
		return output;
	}

	private String password() throws IOException {
		return Files.readAllLines(file()).getFirst();
	}

	private Path file() {
		return server.dataFolder().resolve("initial-password");
	}

}
