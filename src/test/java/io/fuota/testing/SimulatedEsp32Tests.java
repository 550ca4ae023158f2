package io.fuota.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.util.Objects;

import io.fuota.testing.SimulatedDevice.Turn;
import io.fuota.testing.SimulatedEsp32.OtaResult;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The simulated device does what {@code docs/protocols/esp32-fuota-https.md} says of the
 * real one.
 */
class SimulatedEsp32Tests {

	private static final String HOST = "192.168.1.41";

	private final ScriptedTlsServer server = new ScriptedTlsServer(HOST);

	private final SimulatedEsp32 device = device("00001", "0.1.0");

	@AfterEach
	void close() throws IOException {
		this.server.close();
	}

	@Test
	void sendsTheGoldenBytes() throws IOException {
		Esp32Constants constants = new Esp32Constants(HOST, () -> 50000, this.server.certificate(), TestServer.USERNAME,
				TestServer.PASSWORD);
		SimulatedEsp32 golden = new SimulatedEsp32(constants, "00001", "0.1.0");
		assertThat(golden.checkRequest()).isEqualTo(goldenText("check-request.http"));
		assertThat(golden.downloadRequest("esp32-fuota.bin.0.1.1")).isEqualTo(goldenText("download-request.http"));
	}

	@ParameterizedTest
	@CsvSource({ "204,OTA_NO_UPDATE", "404,OTA_NO_UPDATE", "400,OTA_PARAM_ERR", "403,OTA_PARAM_ERR", "401,OTA_SYS_ERR",
			"302,OTA_SYS_ERR", "405,OTA_SYS_ERR", "429,OTA_SYS_ERR", "500,OTA_SYS_ERR", "503,OTA_SYS_ERR" })
	void takesStatusesAsTheFirmwareDoes(int status, OtaResult result) {
		this.server.answer("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.device.check()).isEqualTo(result);
	}

	@Test
	void rebootsOnAnyOtherStatus() {
		this.server.answer("HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.device.turn()).isEqualTo(Turn.HARMED);
		assertThat(this.device.reboots()).isOne();
	}

	@Test
	void takesNoAnswerAsALostConnection() {
		assertThat(this.device.check()).isEqualTo(OtaResult.OTA_CONN_ERR);
	}

	@Test
	void asksForAShortNameWithTheTailOfALongerOne() {
		offer("firmware-0.10.0.bin");
		offer("short.bin");
		assertThat(this.device.path()).isEqualTo("short.bin0.10.0.bin");
	}

	@Test
	void keepsTheLastPathWhenAnAnswerHasNoLength() {
		offer("firmware.bin");
		this.server.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nother\r\n0\r\n\r\n");
		assertThat(this.device.check()).isEqualTo(OtaResult.OTA_OK);
		assertThat(this.device.path()).isEqualTo("firmware.bin");
	}

	@Test
	void refusesAPathOfMoreThan255Bytes() {
		String answer = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s";
		this.server.answer(answer.formatted(255, "x".repeat(255)));
		this.server.answer(answer.formatted(256, "x".repeat(256)));
		assertThat(this.device.check()).isEqualTo(OtaResult.OTA_OK);
		assertThat(this.device.check()).isEqualTo(OtaResult.OTA_PARAM_ERR);
	}

	@Test
	void asksNothingWhenTheUrlIsLongerThanItsBuffer() {
		int others = ("https://" + HOST + ":" + this.server.port() + "/devices/?app_ver=1").length();
		assertThat(device("x".repeat(513 - others), "1").check()).isEqualTo(OtaResult.OTA_PARAM_ERR);
		assertThat(this.server.requests()).isEmpty();
		this.server.answer("HTTP/1.1 204 X\r\n\r\n");
		device("x".repeat(512 - others), "1").check();
		assertThat(this.server.requests()).singleElement().asString().contains("?app_ver= HTTP/1.1\r\n");
	}

	@Test
	void installsAWholeImageAndReportsItsVersion() {
		byte[] image = Esp32Image.of("demo", "0.1.1", 2048);
		offer("demo.bin");
		this.server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2048\r\n\r\n", image);
		assertThat(this.device.download()).isEqualTo(OtaResult.OTA_OK);
		assertThat(this.device.version()).isEqualTo("0.1.1");
		assertThat(this.device.installed()).isEqualTo(image);
		assertThat(this.device.path()).isEmpty();
	}

	@Test
	void refusesATruncatedDownloadAndBytesThatAreNoImage() {
		byte[] image = Esp32Image.of("demo", "0.1.1", 2048);
		this.server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2064\r\n\r\n", image);
		assertThat(this.device.download()).isEqualTo(OtaResult.OTA_CONN_ERR);
		image[1000] ^= 1;
		this.server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2048\r\n\r\n", image);
		assertThat(this.device.download()).isEqualTo(OtaResult.OTA_CONN_ERR);
		this.server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2048\r\n\r\n", new byte[2048]);
		assertThat(this.device.download()).isEqualTo(OtaResult.OTA_CONN_ERR);
		assertThat(this.device.version()).isEqualTo("0.1.0");
	}

	@Test
	void isCaughtForEverByA401OnADownload() {
		offer("demo.bin");
		this.server.answer("HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n");
		assertThat(this.device.download()).isEqualTo(OtaResult.NEVER_RETURNS);
	}

	@Test
	void refusesACertificateOtherThanTheOneItCarries() {
		KeyPair other = TestCertificates.keyPair(TestCertificates.KeyForm.EC_PKCS8);
		Esp32Constants constants = new Esp32Constants(HOST, this.server::port, TestCertificates.selfSigned(other, HOST),
				TestServer.USERNAME, TestServer.PASSWORD);
		this.server.answer("HTTP/1.1 204 X\r\n\r\n");
		assertThat(new SimulatedEsp32(constants, "00001", "0.1.0").check()).isEqualTo(OtaResult.OTA_CONN_ERR);
	}

	@Test
	void comparesTheHostWithTheCommonNameOrWithDnsNamesButNeverWithIpAddresses() throws Exception {
		KeyPair pair = TestCertificates.keyPair(TestCertificates.KeyForm.EC_PKCS8);
		GeneralName address = new GeneralName(GeneralName.iPAddress, HOST);
		GeneralName addressAsName = new GeneralName(GeneralName.dNSName, HOST);
		var onlyCommonName = TestCertificates.selfSigned(pair, HOST);
		var withAddress = TestCertificates.selfSigned(pair, HOST, address);
		var withBoth = TestCertificates.selfSigned(pair, "other", address, addressAsName);
		assertThatNoException().isThrownBy(() -> new MbedTlsTrust(onlyCommonName, HOST).check(onlyCommonName));
		assertThatNoException().isThrownBy(() -> new MbedTlsTrust(withBoth, HOST).check(withBoth));
		assertThatExceptionOfType(CertificateException.class)
			.isThrownBy(() -> new MbedTlsTrust(withAddress, HOST).check(withAddress))
			.withMessageContaining("CN_MISMATCH");
	}

	private SimulatedEsp32 device(String id, String version) {
		return new SimulatedEsp32(new Esp32Constants(HOST, this.server::port, this.server.certificate(),
				TestServer.USERNAME, TestServer.PASSWORD), id, version);
	}

	private void offer(String path) {
		this.server.answer("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
		assertThat(this.device.check()).isEqualTo(OtaResult.OTA_OK);
	}

	private static String goldenText(String name) throws IOException {
		try (InputStream bytes = SimulatedEsp32Tests.class.getResourceAsStream("/fuota/" + name)) {
			return new String(Objects.requireNonNull(bytes).readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

}
