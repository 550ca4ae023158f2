package io.fuota.protocol.fuota;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.fuota.FuotaServerApplication;
import io.fuota.testing.TestCertificates;
import io.fuota.testing.TestCertificates.KeyForm;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A wrong value stops the start with one line that names the setting; nothing is half
 * started.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartRefusalsIntegrationTests {

	private static final String REFUSAL = "fuota-server can't start: ";

	private final TestServer server = TestServer.prepare();

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "US_SERVER_PORT,65536", "US_SERVER_PORT,-1", "US_SERVER_PORT,https", "FUOTA_MANAGEMENT_PORT,70000",
			"FUOTA_MANAGEMENT_PORT,x", "FUOTA_MANAGEMENT_ADDRESS,999.1.1.1", "FUOTA_MAX_UPLOAD,big",
			"FUOTA_MAX_UPLOAD,-1MiB", "FUOTA_MAX_UPLOAD,0", "FUOTA_ADMIN_ONLY,perhaps", "FUOTA_ADMIN_ONLY,true",
			"FUOTA_DEVICE_USERNAME,field", "FUOTA_DEVICE_PASSWORD,secret", "FUOTA_HOST,'a b'", "FUOTA_HOST,https://x",
			"FUOTA_PUBLIC_URL,nonsense", "FUOTA_TRUSTED_PROXIES,10.0.0.0/99", "FUOTA_LOG_LEVEL,LOUD",
			"FUOTA_IMPORT_DIR,/nowhere/at/all", "US_AUTH_USERNAME,a:b", "FUOTA_COAP_PORT,65536", "FUOTA_COAP_PORT,coap",
			"FUOTA_COAPS_PORT,-1", "FUOTA_COAP_ADDRESS_BUDGET,1KiB", "FUOTA_COAP_NEWCOMER_BUDGET,much",
			"FUOTA_MONGOOSE_STYLE,sideways", "FUOTA_HTTP_PORT,http" })
	void aWrongValueIsNamed(String setting, String value, CapturedOutput output) {
		this.server.with(setting, value);
		assertRefused(output, setting);
	}

	@Test
	void aPasswordIsNeverRepeated(CapturedOutput output) {
		this.server.with("FUOTA_DEVICE_PASSWORD", "hunter2-hunter2");
		assertRefused(output, "FUOTA_DEVICE_");
		assertThat(output.getAll()).doesNotContain("hunter2-hunter2");
	}

	@Test
	void aPortInUseIsNamed(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
			this.server.with("US_SERVER_PORT", Integer.toString(taken.getLocalPort()));
			assertRefused(output, "US_SERVER_PORT");
			assertThat(refusal(output)).contains(Integer.toString(taken.getLocalPort()));
		}
	}

	@Test
	void aPlainPortInUseIsNamed(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
			this.server.with("FUOTA_HTTP_PORT", Integer.toString(taken.getLocalPort()))
				.with("FUOTA_HTTP_PROTOCOLS", "mongoose");
			// Tomcat tells of it, too, with a stack trace.
			assertThatException().isThrownBy(this.server::start);
			assertThat(refusal(output)).contains("FUOTA_HTTP_PORT", Integer.toString(taken.getLocalPort()));
		}
	}

	@Test
	void aDataFolderThatAnotherServerHoldsIsNamed(CapturedOutput output) {
		this.server.start();
		String folder = this.server.dataFolder().toString();
		try (TestServer second = TestServer.prepare().with("FUOTA_DATA_DIR", folder)) {
			assertThatException().isThrownBy(second::start);
		}
		assertThat(refusal(output)).contains(folder);
		assertThat(this.server.admin().get("/devices").status()).isEqualTo(200);
	}

	@Test
	void aDataFolderThatIsAFileIsNamed(CapturedOutput output) throws IOException {
		Files.writeString(this.server.dataFolder(), "a file");
		assertRefused(output, this.server.dataFolder().toString());
		assertThat(Files.readString(this.server.dataFolder())).isEqualTo("a file");
	}

	@Test
	void aDatabaseThatIsNoneIsNamedAndLeftAsItIs(CapturedOutput output) throws IOException {
		Path database = Files.createDirectories(this.server.dataFolder()).resolve("devices.db");
		Files.writeString(database, "no database at all, but a text of some length".repeat(100));
		byte[] before = Files.readAllBytes(database);
		assertRefused(output, "devices.db");
		assertThat(Files.readAllBytes(database)).isEqualTo(before);
	}

	@Test
	void aCertificateWithoutItsKeyIsNamedAndNeverReplaced(CapturedOutput output) throws IOException {
		this.server.start();
		this.server.stop();
		byte[] certificate = Files.readAllBytes(this.server.certificateFile());
		Files.delete(this.server.certificatesFolder().resolve("ca_key.pem"));
		assertRefused(output, "ca_key.pem");
		assertThat(Files.readAllBytes(this.server.certificateFile())).isEqualTo(certificate);
		assertThat(this.server.certificatesFolder().resolve("ca_key.pem")).doesNotExist();
	}

	@Test
	void aKeyOfAnotherCertificateIsNamed(CapturedOutput output) {
		KeyPair pair = TestCertificates.keyPair(KeyForm.EC_PKCS8);
		KeyPair other = TestCertificates.keyPair(KeyForm.EC_PKCS8);
		TestCertificates.write(this.server.certificatesFolder(), TestCertificates.selfSigned(pair, "localhost"),
				other.getPrivate(), KeyForm.EC_PKCS8);
		assertRefused(output, "ca_key.pem");
	}

	@Test
	void theProcessEndsWithStatusOneAndOneLine() throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
						System.getProperty("java.class.path"), FuotaServerApplication.class.getName()));
		command.addAll(this.server.with("US_SERVER_PORT", "70000").arguments());
		Path output = this.server.dataFolder().resolveSibling("output");
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(Redirect.to(output.toFile()))
			.start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(1);
			String printed = Files.readString(output, StandardCharsets.UTF_8);
			assertThat(printed.lines().filter((line) -> line.startsWith(REFUSAL))).singleElement()
				.asString()
				.contains("US_SERVER_PORT");
			assertThat(printed.lines().filter((line) -> !line.contains(" INFO "))).hasSize(1);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private void assertRefused(CapturedOutput output, String named) {
		assertThatException().isThrownBy(this.server::start);
		assertThat(refusal(output)).contains(named);
		assertThat(output.getAll()).doesNotContain("\tat ");
	}

	private static String refusal(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.startsWith(REFUSAL)).reduce("", String::concat);
	}

}
