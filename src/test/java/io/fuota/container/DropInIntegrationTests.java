package io.fuota.container;

import io.fuota.testing.Command;
import io.fuota.testing.Needs;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A docker-fuota-server that is replaced where it runs: no device notices. */
@Needs({ "docker", "openssl" })
class DropInIntegrationTests {

	private static final byte[] FIRMWARE = "firmware that was there before".getBytes(StandardCharsets.UTF_8);

	@TempDir
	private Path folder;

	private RunScript script;

	@BeforeEach
	void nameContainer() {
		this.script = RunScript.in(this.folder);
	}

	@AfterEach
	void cleanUp() {
		replacedContainers().lines().forEach((name) -> TestEngine.docker("rm", "--force", "--volumes", name));
		this.script.cleanUp();
		TestEngine.command("image", "rm", "--force", RunScript.image()).run();
	}

	@Test
	void containerOfDockerFuotaServerIsReplacedWithItsDataAccountCertificateAndPort() throws IOException, SQLException {
		Path pair = this.folder.resolve("pair");
		Path data = this.folder.resolve("data");
		Legacy.makePair(pair);
		Legacy.makeData(data, "00001", "0.1.0", "esp32-fuota.bin.0.1.1", FIRMWARE);
		int port = freePort();
		Legacy.run(this.script.container(), this.script.volume(), TestEngine.image(), port, pair, data);

		// Settings aren't repeated: they are those of the container that ran before.
		Command.Result result = this.script.inDocker().without("US_SERVER_PORT").run().succeeded();

		assertThat(RunScript.url(result.output())).isEqualTo("https://localhost:" + port);
		Operator device = new Operator("https://localhost:" + port, RunScript.file(pair.resolve("ca_cert.pem")),
				"server_username", "server_password");
		device.seesOffer("00001", "0.1.0", "esp32-fuota.bin.0.1.1", FIRMWARE);
		assertThat(device.get("/devices").body()).asString(StandardCharsets.UTF_8)
			.isEqualTo("\"00001\",\"0.1.0\",\"esp32-fuota.bin.0.1.1\"\n");

		// And back again: the originals lie where they were, and so does the container.
		assertThat(TestEngine.docker("exec", this.script.container(), "cat", "/data/esp32-fuota.bin.0.1.1"))
			.isEqualTo(new String(FIRMWARE, StandardCharsets.UTF_8));
		assertThat(replacedContainers()).startsWith(this.script.container() + "-replaced-");
	}

	private String replacedContainers() {
		return TestEngine.docker("ps", "--all", "--filter", "name=^" + this.script.container() + "-replaced-",
				"--format", "{{.Names}}");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
