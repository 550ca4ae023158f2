package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.ApiClient;
import io.fuota.testing.MongooseBundle;
import io.fuota.testing.MongooseClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawResponse.Framing;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * The vectors of {@code docs/protocols/mongoose-os.md} §5.6, byte by byte; M1 is in
 * {@link RedirectsIntegrationTests}, M18 in {@link MongooseControllerTests}.
 */
@SharedTestServer
@ExtendWith(OutputCaptureExtension.class)
class VectorsIntegrationTests {

	private static final String DEVICE = "esp32_0A1B2C";

	private static final String BUILD = "20240102-030405/gabcdef0";

	private final TestServer server;

	private final AdminClient admin;

	private final MongooseClient device;

	VectorsIntegrationTests(TestServer server) {
		this.server = server;
		this.admin = server.admin();
		this.device = new MongooseClient(server);
	}

	@BeforeEach
	void bundle() throws IOException {
		MongooseClient.rules(admin);
		admin.upload("demo.zip", golden("demo-1.1.zip"));
	}

	@AfterEach
	void noRules() {
		MongooseClient.rules(admin);
	}

	@Test
	void m02_anAssignedBundleIsGivenWithItsLengthAndByteForByte() throws IOException {
		admin.assign(DEVICE, "1.0", "demo.zip");
		assertBundle(device.send(new String(golden("poll-request.http"), StandardCharsets.US_ASCII)));
	}

	@Test
	void m03_theSameVersionAndBuildIsAnsweredWith304AndNothingElse() {
		admin.assign(DEVICE, "1.1", "demo.zip");
		assertNothingToDo(device.get("/update", "esp32 1.1 " + BUILD));
		assertThat(device.get("/update", "esp32 1.1 20230101-000000/gother").status()).as("another build")
			.isEqualTo(200);
	}

	@Test
	void m04_aPollWithoutHeadersIsAnsweredWith400() {
		assertWhoAreYou(device.send(MongooseClient.request("/update")));
	}

	@Test
	void m05_aPollWithoutAVersionIsAnsweredWith400() {
		assertWhoAreYou(device.get("/update", "esp32"));
	}

	@Test
	void m06_aVersionWithoutARuleIsAnsweredWith304() {
		rules("\"esp32\",\"0.9\",\"demo.zip\"");
		assertNothingToDo(device.get("/update", "esp32 1.0 x"));
	}

	@Test
	void m07_aDeviceOfAnotherPlatformIsNeverGivenTheBundle() {
		rules("\"*\",\"1.0\",\"demo.zip\"");
		admin.assign("esp8266_1", "1.0", "demo.zip");
		assertNothingToDo(device.get("/update", "esp8266 1.0 x"));
		assertNothingToDo(device.get("/update", "esp32c3 1.0 x"));
		assertNothingToDo(
				device.send(MongooseClient.request("/update", MongooseClient.headers("esp8266_1", "esp8266 1.0 x"))));
		assertThat(device.get("/update", "ESP32 1.0 x").status()).as("letter case doesn't count").isEqualTo(200);
	}

	@Test
	void m08_aBundleUnderAStaticPathIsGivenWithItsLength() throws IOException {
		assertBundle(fetch("/fw/demo.zip", "esp32 1.0 x"));
		assertBundle(fetch("/files/demo.zip", "esp32 1.0 x"));
	}

	@Test
	void m09_aStaticPathComparesTheVersionAlone() {
		assertNothingToDo(fetch("/fw/demo.zip", "esp32 1.1 y"));
		assertNothingToDo(fetch("/files/demo.zip", "esp32 1.1 y"));
	}

	@Test
	void m10_aBrowserGetsTheFile() throws IOException {
		assertBundle(admin.get("/fw/demo.zip"));
		assertThat(admin.get("/fw/demo.zip", "Range: bytes=0-3").status()).isEqualTo(206);
		assertThat(admin.get("/files/demo.zip").required("Content-Type")).isEqualTo("application/octet-stream");
	}

	@Test
	void m11_anUnknownBundleIsAnsweredWith404() {
		RawResponse answer = fetch("/fw/none.zip", "esp32 1.0 x");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.rawBody()).isEmpty();
	}

	@Test
	void m12_aDeviceWithoutAnIdIsKnownByItsMac() throws IOException {
		admin.assign("246F280A1B2C", "1.0", "demo.zip");
		assertBundle(device.send(MongooseClient.request("/update", MongooseClient.headers("-", "esp32 1.0 x"))));
		assertThat(new ApiClient(server).get("/devices/246F280A1B2C").at("/device/protocol").asString())
			.isEqualTo("mongoose");
	}

	@Test
	void m13_aDeviceThatClosesEarlyStaysOffered(CapturedOutput output) throws IOException {
		double before = brokenOff();
		admin.upload("large.zip", MongooseBundle.of("demo", "esp32", "2.0", BUILD, 16 * 1024 * 1024));
		admin.assign(DEVICE, "1.0", "large.zip");
		try (RawTlsClient client = RawTlsClient.connect(server.port(), TlsOptions.anyCertificate())) {
			client.send(MongooseClient.request("/update", MongooseClient.headers(DEVICE, "esp32 1.0 x")));
			assertThat(client.incoming().readNBytes(2 * 1024)).hasSize(2 * 1024);
			client.abort();
		}
		Awaitility.await().until(() -> brokenOff() > before);
		assertThat(new ApiClient(server).get("/devices/" + DEVICE).at("/device/attempt/state").asString())
			.isEqualTo("OFFERED");
		assertThat(output).doesNotContain(" ERROR ");
		assertThat(device.get("/update", "esp32 1.0 x").status()).as("the next poll").isEqualTo(200);
	}

	private double brokenOff() {
		return server.part(MeterRegistry.class)
			.get("fuota.downloads")
			.tags("protocol", "mongoose", "end", "broken-off")
			.counter()
			.count();
	}

	@Test
	void m14_aContentLengthOf0IsTakenAsItIs() {
		// Every request of these tests has one.
		assertThat(MongooseClient.request("/update")).contains("\r\nContent-Length: 0\r\n");
		assertNothingToDo(device.get("/update", "esp32 1.0 x"));
	}

	@Test
	void http10IsSpokenToo() throws IOException {
		admin.assign(DEVICE, "1.0", "demo.zip");
		String request = MongooseClient.request("/update", MongooseClient.headers(DEVICE, "esp32 1.0 x"));
		assertBundle(device.send(request.replace("HTTP/1.1", "HTTP/1.0")));
	}

	@Test
	void otherMethodsAreRefused() {
		String request = MongooseClient.request("/update", MongooseClient.headers(DEVICE, "esp32 1.0 x"));
		assertThat(device.send(request.replace("GET", "POST")).status()).isEqualTo(405);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.0*", "1.?.7", "[0-9].0.7", "*" })
	void m15_aPatternMatchesAsAShellDoes(String pattern) throws IOException {
		rules("\"esp32\",\"" + pattern + "\",\"demo.zip\"");
		assertBundle(device.get("/update", "esp32 1.0.7 x"));
		assertNothingToDo(device.get("/update", "esp32 1.1 " + BUILD));
	}

	@Test
	void m16_aRuleWithoutAFileIsAnsweredWith304() {
		rules("\"esp32\",\"1.0\",\"\"", "\"esp32\",\"*\",\"demo.zip\"");
		assertNothingToDo(device.get("/update", "esp32 1.0 x"));
		assertThat(device.get("/update", "esp32 1.0.1 x").status()).isEqualTo(200);
	}

	@Test
	void m17_headersCountInAnyCase() throws IOException {
		admin.assign(DEVICE, "1.0", "demo.zip");
		assertBundle(device.send(MongooseClient.request("/update", "x-mgos-device-id: " + DEVICE + " 246F280A1B2C",
				"x-mgos-fw-version: esp32 1.0 x")));
	}

	private void rules(String... lines) {
		RawResponse answer = MongooseClient.rules(admin, lines);
		assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
	}

	private RawResponse fetch(String target, String firmware) {
		return admin.get(target, MongooseClient.headers(DEVICE, firmware));
	}

	private static void assertBundle(RawResponse answer) throws IOException {
		assertThat(answer.statusLine()).startsWith("HTTP/1.1 200");
		assertThat(answer.required("Content-Type")).isEqualTo("application/zip");
		assertThat(answer.required("Content-Length")).isEqualTo("691");
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.headers("Content-Encoding")).isEmpty();
		assertThat(answer.rawBody()).isEqualTo(golden("demo-1.1.zip"));
	}

	private static void assertNothingToDo(RawResponse answer) {
		assertThat(answer.statusLine()).as(answer.toString()).startsWith("HTTP/1.1 304");
		assertThat(answer.headerNames()).isSubsetOf("Date", "Connection", "Keep-Alive");
	}

	private static void assertWhoAreYou(RawResponse answer) {
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.text()).isEqualTo("Who are you?\n");
	}

	private static byte[] golden(String name) throws IOException {
		try (InputStream bytes = VectorsIntegrationTests.class.getResourceAsStream("/mongoose/" + name)) {
			return Objects.requireNonNull(bytes).readAllBytes();
		}
	}

}
