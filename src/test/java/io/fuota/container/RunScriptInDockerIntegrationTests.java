package io.fuota.container;

import io.fuota.testing.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code ./run_fuota_server.sh --docker}. */
@Needs({ "docker", "curl", "openssl" })
class RunScriptInDockerIntegrationTests {

	private static final byte[] FIRMWARE = "not an image, but nobody here minds".getBytes(StandardCharsets.UTF_8);

	@TempDir
	private Path folder;

	private RunScript script;

	@AfterAll
	static void removeImage() {
		TestEngine.command("image", "rm", "--force", RunScript.image()).run();
	}

	@BeforeEach
	void nameContainer() {
		this.script = RunScript.in(this.folder);
	}

	@AfterEach
	void cleanUp() {
		this.script.cleanUp();
	}

	@Test
	void oneCommandAndFourCurlCommandsLeadToAnUpdatedDevice() {
		String output = this.script.inDocker().run().succeeded().output();

		this.script.printedCommandsWork(output);
		assertThat(inspect("{{.State.Running}} {{.HostConfig.RestartPolicy.Name}} {{.HostConfig.ReadonlyRootfs}} "
				+ "{{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.Config.User}} {{.Config.StopTimeout}} "
				+ "{{index .HostConfig.LogConfig.Config \"max-size\"}}"))
			.isEqualTo("true always true [ALL] [no-new-privileges] 10001:10001 40 10m");
		assertThat(inspect("{{range .Mounts}}{{.Name}}{{end}}")).isEqualTo(this.script.volume());
		String password = this.script.operator(output).password();
		assertThat(password).isNotEmpty();
		assertThat(output).doesNotContain(password);
	}

	@Test
	void secondRunLeavesTheContainerAloneAndOtherSettingsReplaceItButKeepTheOldOnes() {
		this.script.inDocker()
			.with("US_AUTH_USERNAME", "fleet")
			.with("US_AUTH_PASSWORD", "it's a $ecret")
			.run()
			.succeeded();
		String first = inspect("{{.Id}}");
		assertThat(this.script.inDocker().run().succeeded().output()).contains("runs already");
		assertThat(inspect("{{.Id}}")).isEqualTo(first);

		String output = this.script.inDocker().with("FUOTA_LOG_LEVEL", "DEBUG").run().succeeded().output();
		assertThat(inspect("{{.Id}}")).isNotEqualTo(first);
		assertThat(output).contains("US_AUTH_PASSWORD").doesNotContain("$ecret");
		this.script.printedCommandsWork(output);
		Operator fleet = new Operator(RunScript.url(output), this.script.certificate(), "fleet", "it's a $ecret");
		fleet.offer("00001", "0.1.0", "a.bin", FIRMWARE);

		// A setting that is wrong costs a restart, and no device its server.
		String second = inspect("{{.Id}}");
		assertThat(this.script.inDocker().with("FUOTA_MAX_UPLOAD", "plenty").run().failed().output())
			.contains("fuota-server can't start", "FUOTA_MAX_UPLOAD", "runs again");
		assertThat(inspect("{{.Id}}")).isEqualTo(second);
		String again = this.script.inDocker().run().succeeded().output();
		new Operator(RunScript.url(again), fleet.certificate(), "fleet", "it's a $ecret").seesOffer("00001", "0.1.0",
				"a.bin", FIRMWARE);
	}

	@Test
	void passwordIsMadeAnewPairIsSavedAndServerIsStopped() throws IOException {
		Operator old = this.script.operator(this.script.inDocker().run().succeeded().output());
		old.offer("00001", "0.1.0", "a.bin", FIRMWARE);

		this.script.inDocker("--reset-password").run().succeeded();
		String output = this.script.inDocker().run().succeeded().output();
		Operator admin = this.script.operator(output);
		assertThat(admin.password()).isNotEqualTo(old.password());
		admin.seesOffer("00001", "0.1.0", "a.bin", FIRMWARE);
		assertThat(new Operator(admin.url(), admin.certificate(), "admin", old.password()).get("/devices").statusCode())
			.isEqualTo(403);

		Path saved = this.folder.resolve("saved");
		this.script.inDocker("--export-certs", saved.toString()).run().succeeded();
		assertThat(saved.resolve("ca_cert.pem")).hasContent(admin.certificate());
		assertThat(RunScript.file(saved.resolve("ca_key.pem"))).contains("PRIVATE KEY");
		Files.writeString(saved.resolve("ca_cert.pem"), "another one");
		assertThat(this.script.inDocker("--export-certs", saved.toString()).run().failed().output())
			.contains("not overwritten");

		this.script.inDocker("--stop").run().succeeded();
		assertThat(inspect("{{.State.Running}} {{.HostConfig.RestartPolicy.Name}}")).isEqualTo("false no");
		String started = this.script.inDocker().run().succeeded().output();
		assertThat(inspect("{{.State.Running}} {{.HostConfig.RestartPolicy.Name}}")).isEqualTo("true always");
		this.script.operator(started).seesOffer("00001", "0.1.0", "a.bin", FIRMWARE);
	}

	@Test
	void ownPairIsUsedAndFolderOfFirmwareTakenIn() throws IOException {
		Legacy.makePair(this.script.certs());
		Path tree = Files.createDirectories(this.folder.resolve("updates/stm32"));
		Files.write(tree.resolve("b.bin"), FIRMWARE);

		Operator admin = this.script.operator(this.script.inDocker()
			.with("FUOTA_IMPORT_DIR", this.folder.resolve("updates").toString())
			.run()
			.succeeded()
			.output());
		assertThat(admin.certificate()).isEqualTo(RunScript.file(this.script.certs().resolve("ca_cert.pem")));
		assertThat(admin.get("/files/stm32/b.bin").body()).isEqualTo(FIRMWARE);
	}

	private String inspect(String format) {
		return TestEngine.docker("container", "inspect", "--format", format, this.script.container());
	}

}
