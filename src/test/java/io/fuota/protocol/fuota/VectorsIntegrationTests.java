package io.fuota.protocol.fuota;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawResponse.Framing;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The vectors E1 to E19 and E21 of {@code docs/protocols/esp32-fuota-https.md} §1.6, byte
 * by byte; E20 is in {@link StorageTroubleIntegrationTests}.
 */
@SharedTestServer
class VectorsIntegrationTests {

	private static final String FILE = "esp32-fuota.bin.0.1.1";

	private static final byte[] IMAGE = Esp32Image.of("esp32-fuota", "0.1.1", 816_384);

	private final TestServer server;

	private final DeviceClient device;

	private final AdminClient admin;

	VectorsIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new DeviceClient(server);
		this.admin = server.admin();
	}

	@BeforeEach
	void rowAndFile() {
		this.admin.upload(FILE, IMAGE);
		this.admin.assign("00001", "0.1.0", FILE);
	}

	@Test
	void e01_aMatchingVersionIsAnsweredWithTheBareName() throws IOException {
		RawResponse answer = this.device.get("/devices/00001?app_ver=0.1.0");
		assertThat(answer.statusLine()).startsWith("HTTP/1.1 200");
		assertThat(answer.required("Content-Length")).isEqualTo("21");
		assertThat(answer.required("Content-Type")).isEqualTo("text/csv");
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.rawBody()).isEqualTo(golden("e01-body.bin"))
			.isEqualTo(HexFormat.ofDelimiter(" ")
				.parseHex("65 73 70 33 32 2d 66 75 6f 74 61 2e 62 69 6e 2e 30 2e 31 2e 31"));
	}

	@Test
	void e02_anotherVersionIsAnsweredWith204AndNothingElse() {
		RawResponse answer = this.device.get("/devices/00001?app_ver=0.1.1");
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.headerNames()).isSubsetOf("Date", "Connection", "Keep-Alive");
	}

	@Test
	void e03_anUnknownDeviceIsAnsweredWith404() {
		assertEmpty(this.device.get("/devices/00002?app_ver=0.1.0"), 404);
	}

	@Test
	void e04_aCheckWithoutVersionIsAnsweredWith400() {
		assertEmpty(this.device.get("/devices/00001"), 400);
	}

	@Test
	void e05_aCheckWithABlankVersionIsAnsweredWith400() {
		assertEmpty(this.device.get("/devices/00001?app_ver="), 400);
		assertEmpty(this.device.get("/devices/00001?app_ver"), 400);
	}

	@Test
	void e06_aCheckWithTwoVersionsIsAnsweredWith400() {
		assertEmpty(this.device.get("/devices/00001?app_ver=0.1.0&app_ver=0.1.0"), 400);
	}

	@Test
	void e07_aCheckWithoutCredentialsIsAnsweredWith403AndNoChallenge() {
		assertEmpty(this.device.get("/devices/00001?app_ver=0.1.0", ""), 403);
	}

	@Test
	void e08_aCheckWithAWrongPasswordIsAnsweredWith403AndNoChallenge() {
		String wrong = "Authorization: " + AdminClient.basic(TestServer.USERNAME, "wrong");
		assertEmpty(this.device.get("/devices/00001?app_ver=0.1.0", wrong), 403);
	}

	@Test
	void e09_aFileIsDownloadedWholeWithItsLength() {
		RawResponse answer = this.device.get("/files/" + FILE);
		assertThat(answer.statusLine()).startsWith("HTTP/1.1 200");
		assertThat(answer.required("Content-Type")).isEqualTo("application/octet-stream");
		assertThat(answer.required("Content-Length")).isEqualTo("816384");
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.rawBody()).isEqualTo(IMAGE);
	}

	@Test
	void e10_anUnknownFileIsAnsweredWith404() {
		assertEmpty(this.device.get("/files/none"), 404);
	}

	@Test
	void e11_anUnknownFileWithoutCredentialsIsAnsweredWith403() {
		assertEmpty(this.device.get("/files/none", ""), 403);
	}

	@Test
	void e12_anUploadThatExpectsIsToldToContinueAndThenTaken() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send(this.admin.head("PUT", "/files/" + FILE, "Content-Type: application/octet-stream",
					"Content-Length: " + IMAGE.length, "Expect: 100-continue") + "\r\n");
			assertThat(client.receive().status()).isEqualTo(100);
			RawResponse answer = client.send(IMAGE).receive();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.rawBody()).isEmpty();
		}
	}

	@Test
	void e13_anAssignmentIsPutAsOneCsvRow() {
		byte[] row = "\"00001\",\"0.1.0\",\"esp32-fuota.bin.0.1.1\"".getBytes(StandardCharsets.UTF_8);
		RawResponse answer = this.admin.put("/devices/00001", "text/csv", row);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.rawBody()).isEmpty();
	}

	@Test
	void e14_theListOfDevicesIsByteExact() throws IOException {
		RawResponse answer = this.admin.get("/devices");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.required("Content-Type")).isEqualTo("text/csv");
		assertThat(answer.body()).isEqualTo(golden("e14-devices.csv"));
	}

	@Test
	void e15_aDeviceIsDeletedOnce() {
		assertThat(this.admin.delete("/devices/00001").status()).isEqualTo(200);
		assertThat(this.admin.delete("/devices/00001").status()).isEqualTo(404);
		assertEmpty(this.device.get("/devices/00001?app_ver=0.1.0"), 404);
	}

	@Test
	void e16_aCheckWithContentLengthZeroIsTakenAsItIs() throws IOException {
		RawResponse answer = this.device.send(new String(golden("check-request.http"), StandardCharsets.ISO_8859_1));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.rawBody()).isEqualTo(golden("e01-body.bin"));
		RawResponse file = this.device.send(new String(golden("download-request.http"), StandardCharsets.ISO_8859_1));
		assertThat(file.rawBody()).isEqualTo(IMAGE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/files/..%2f..%2fetc%2fpasswd", "/files/..", "/files/devices.db" })
	void e17_noTraversalGetsContent(String target) {
		RawResponse answer = this.device.get(target);
		assertThat(answer.status()).isIn(400, 404);
		assertThat(answer.rawBody()).isEmpty();
	}

	@Test
	void e18_quotesInAnIdAreOnlyText() {
		assertEmpty(this.device.get("/devices/x\"%20or%20\"1\"=\"1?app_ver=1"), 404);
	}

	@Test
	void e19_aRawColonInAVersionMatches() {
		this.admin.assign("00019", "1:2:3", FILE);
		RawResponse answer = this.device.get("/devices/00019?app_ver=1:2:3");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo(FILE);
	}

	@Test
	void e21_aRowWhoseFileIsMissingIsAnsweredWith404() {
		this.admin.assign("00021", "0.1.0", "not-uploaded.bin");
		assertEmpty(this.device.get("/devices/00021?app_ver=0.1.0"), 404);
	}

	private static void assertEmpty(RawResponse answer, int status) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
		assertThat(answer.rawBody()).isEmpty();
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.headers("WWW-Authenticate")).isEmpty();
	}

	private static byte[] golden(String name) throws IOException {
		try (InputStream bytes = VectorsIntegrationTests.class.getResourceAsStream("/fuota/" + name)) {
			return Objects.requireNonNull(bytes).readAllBytes();
		}
	}

}
