package io.fuota.container;

import io.fuota.testing.Command;
import io.fuota.testing.Needs;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The image made from the Dockerfile. */
@Needs("docker")
class ImageIntegrationTests {

	private static final byte[] FIRMWARE = new byte[816_384];

	private final String volume = TestEngine.name("volume-" + Long.toHexString(System.nanoTime()));

	@BeforeAll
	static void fillFirmware() {
		new Random(1).nextBytes(FIRMWARE);
	}

	@AfterEach
	void removeVolume() {
		TestEngine.docker("volume", "rm", "--force", this.volume);
	}

	@Test
	void updateSurvivesRestartOfTheContainerAndANewContainer() {
		Operator before;
		try (ServerContainer container = new ServerContainer(this.volume, 50000)) {
			container.start();
			before = container.operator();
			before.offer("00001", "0.1.0", "esp32-fuota.bin.0.1.1", FIRMWARE);
			before.seesOffer("00001", "0.1.0", "esp32-fuota.bin.0.1.1", FIRMWARE);

			container.restart();
			container.operator().seesOffer("00001", "0.1.0", "esp32-fuota.bin.0.1.1", FIRMWARE);
		}
		try (ServerContainer container = new ServerContainer(this.volume, 50000)) {
			container.start();
			Operator after = container.operator();
			assertThat(after.certificate()).isEqualTo(before.certificate());
			assertThat(after.password()).isEqualTo(before.password());
			after.seesOffer("00001", "0.1.0", "esp32-fuota.bin.0.1.1", FIRMWARE);
		}
	}

	@Test
	void serverRunsWithoutRightsAndHealthCheckFollowsTheSettings() {
		try (ServerContainer container = new ServerContainer(this.volume, 50443)) {
			container.withEnv("US_SERVER_PORT", "50443").withEnv("FUOTA_MANAGEMENT_PORT", "50123");
			container.start();

			assertThat(container.operator().get("/devices").statusCode()).isEqualTo(200);
			assertThat(container.inside("cat", "/proc/1/status")).containsPattern("Uid:\\s+10001\\s+10001")
				.containsPattern("CapEff:\\s+0000000000000000")
				.containsPattern("NoNewPrivs:\\s+1");
			assertThat(container.inside("cat", "/proc/mounts")).containsPattern(" / \\w+ ro,")
				.containsPattern(" /tmp tmpfs rw,\\S*noexec");
			assertThat(container.inside("cat", "/proc/1/cmdline")).startsWith("java");
			assertThat(container.inside("stat", "-c", "%a", "/data/certs/ca_key.pem", "/data/initial-password"))
				.isEqualTo("600\n600");
		}
	}

	@Test
	void startUsesTheCacheMadeInTheBuild() {
		try (ServerContainer container = new ServerContainer(this.volume, 50000)) {
			container.start();
			assertThat(container.inside("cat", "/proc/1/maps")).contains("/opt/fuota/cache/fuota-server.aot");
			assertThat(container.getLogs()).doesNotContain("[aot");
		}
	}

	@Test
	void optionsThatDoNotFitTheCacheStartTheServerWithoutIt() {
		try (ServerContainer container = new ServerContainer(this.volume, 50000)) {
			container.withEnv("FUOTA_JAVA_OPTS", "-XX:+UseZGC");
			container.start();
			assertThat(container.inside("cat", "/proc/1/maps")).doesNotContain("fuota-server.aot");
			assertThat(container.getLogs()).doesNotContain("[aot");
		}
	}

	@Test
	void wrongSettingEndsTheContainerAndIsNamed() {
		Command.Result result = TestEngine
			.command("run", "--rm", "--env", "FUOTA_MAX_UPLOAD=plenty", "--volume", this.volume + ":/data",
					TestEngine.image())
			.run()
			.failed();
		assertThat(result.output()).contains("fuota-server can't start", "FUOTA_MAX_UPLOAD");
	}

	@Test
	void healthCheckFailsWhereNoServerIs() {
		TestEngine.command("run", "--rm", "--entrypoint", "/opt/fuota/bin/health-check", TestEngine.image())
			.run()
			.failed();
	}

	@Test
	void logHasOneReadyLineAndNoPasswordAndSigtermEndsTheServerInOrder() {
		try (ServerContainer container = new ServerContainer(this.volume, 50000)) {
			container.start();
			String log = container.getLogs();
			assertThat(log.lines().filter((line) -> line.contains("fuota-server ready: https://"))).hasSize(1);
			assertThat(log).contains("/data/initial-password").doesNotContain(container.operator().password());

			container.getDockerClient().stopContainerCmd(container.getContainerId()).withTimeout(40).exec();
			// 128 + 15: ended by SIGTERM; 137 would be a kill.
			assertThat(container.getCurrentContainerInfo().getState().getExitCodeLong()).isEqualTo(143);
		}
	}

}
