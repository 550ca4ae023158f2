package io.fuota.protocol.exosite;

import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawResponse.Framing;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vectors X1 to X22 of {@code docs/protocols/exosite-otau.md} §8, byte by byte. */
@SharedTestServer
class VectorsIntegrationTests {

	private static final String SN = "001122";

	private static final String ALIAS = "/onep:v1/stack/alias";

	private static final String MANIFEST = "{\"version\":\"1.0.2\",\"name\":\"Firmware update\",\"description\":"
			+ "\"caf\\u00e9\",\"type\":\"URL_LIST\",\"payload\":[\"firmware_v102.bin\"]}";

	private static final byte[] CONTENT = content();

	private final TestServer server;

	private final ExositeClient device;

	private final ApiClient api;

	VectorsIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new ExositeClient(server, ExositeClient.PRODUCT);
		this.api = new ApiClient(server);
	}

	@BeforeEach
	void nothingIsThere() {
		device.clear();
	}

	@Test
	void x01_anEnabledDeviceGetsItsTokenInFortyBytes() {
		device.enable(SN);
		RawResponse answer = device.activate(SN);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headerLines()).contains("Content-Length: 40", "Content-Type: text/plain; charset=utf-8");
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.text()).matches("[0-9a-f]{40}");
	}

	@Test
	void x02_theSameAgainIsRefusedWithABody() {
		device.activated(SN);
		RawResponse answer = device.activate(SN);
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.rawBody()).isNotEmpty();
	}

	@Test
	void x03_anUnknownDeviceIsRefusedWithABody() {
		RawResponse answer = device.activate("none");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.rawBody()).isNotEmpty();
	}

	@Test
	void x04_aReadOfNothingIs204() {
		RawResponse answer = device.get(ALIAS + "?config_otau", cik(device.activated(SN)));
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.headerNames()).isSubsetOf("Date", "Connection", "Keep-Alive");
	}

	@Test
	void x05_aReadGivesTheManifestByteForByte() throws IOException {
		String token = device.activated(SN);
		apply(MANIFEST);
		RawResponse answer = device.get(ALIAS + "?config_otau", cik(token),
				"Accept: application/x-www-form-urlencoded; charset=utf-8");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headerLines()).contains("Content-Length: 202",
				"Content-Type: application/x-www-form-urlencoded; charset=utf-8");
		assertThat(answer.rawBody()).isEqualTo(golden("x05-body.bin"));
		assertThat(answer.headerNames()).isSubsetOf("Content-Type", "Content-Length", "Date", "Connection");
	}

	@Test
	void x06_aLongPollGivesWhatIsThereAtOnce() throws IOException {
		String token = device.activated(SN);
		apply(MANIFEST);
		RawResponse answer = device.poll(token, 300_000);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.rawBody()).isEqualTo(golden("x05-body.bin"));
		assertThat(answer.headerNames()).contains("Content-Length", "Last-Modified");
		Instant written = ZonedDateTime.parse(answer.required("Last-Modified"), DateTimeFormatter.RFC_1123_DATE_TIME)
			.toInstant();
		assertThat(written).isBetween(Instant.now().minusSeconds(60), Instant.now());
	}

	@Test
	void x07_theManifestWrittenBackIs204() throws IOException {
		String token = device.activated(SN);
		apply(MANIFEST);
		RawResponse answer = acknowledge(token);
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.rawBody()).isEmpty();
	}

	@Test
	void x08_whatWasAcknowledgedIsntGivenAgain() throws IOException {
		String token = device.activated(SN);
		apply(MANIFEST);
		assertThat(device.poll(token, 300_000).status()).isEqualTo(200);
		acknowledge(token);
		long begun = System.nanoTime();
		RawResponse answer = device.poll(token, 1_000);
		Duration took = Duration.ofNanos(System.nanoTime() - begun);
		assertThat(answer.status()).isEqualTo(304);
		assertThat(answer.rawBody()).isEmpty();
		assertThat(took).isBetween(Duration.ofMillis(950), Duration.ofSeconds(10));
		assertThat(device.get(ALIAS + "?config_otau", cik(token)).rawBody()).as("a plain read")
			.isEqualTo(golden("x05-body.bin"));
	}

	@Test
	void x09_aNewManifestWakesTheLongPoll() throws IOException {
		String token = device.activated(SN);
		apply(MANIFEST);
		acknowledge(token);
		RawTlsClient poll = parked(token);
		apply(MANIFEST.replace("1.0.2", "1.0.3"));
		RawResponse answer = ExositeClient.receive(poll);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).contains("%221.0.3%22");
	}

	@Test
	void x09_theSameManifestAppliedAgainWakesItToo() throws IOException {
		String token = device.activated(SN);
		apply(MANIFEST);
		acknowledge(token);
		RawTlsClient poll = parked(token);
		apply(MANIFEST);
		assertThat(ExositeClient.receive(poll).rawBody()).isEqualTo(golden("x05-body.bin"));
	}

	@Test
	void x10_aReportIsKeptInTheTimeline() throws IOException {
		String token = device.activated(SN);
		String body = new String(golden("x10-body.bin"), StandardCharsets.US_ASCII);
		assertThat(body).hasSize(99);
		RawResponse answer = device.post(ALIAS, body, cik(token));
		assertThat(answer.status()).isEqualTo(204);
		assertThat(answer.rawBody()).isEmpty();
		assertThat(reported("INIT")).isEqualTo("1.2.0");
	}

	@Test
	void x11_theInfoLineHasFourFieldsAndNoNewline() {
		String token = device.activated(SN);
		server.admin().upload("firmware_v102.bin", CONTENT);
		RawResponse answer = device.get("/provision/download?id=firmware_v102.bin&info=true", cik(token));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.required("Content-Type")).isEqualTo("text/csv; charset=utf-8");
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.text()).matches("application/octet-stream," + CONTENT.length + ",\\d{10},");
	}

	@Test
	void x12_aFileIsDownloadedWhole() {
		String token = device.activated(SN);
		server.admin().upload("firmware_v102.bin", CONTENT);
		RawResponse answer = device.get("/provision/download?id=firmware_v102.bin", cik(token));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.headerLines()).contains("Content-Length: " + CONTENT.length, "Accept-Ranges: bytes",
				"Content-Type: application/octet-stream");
		assertThat(answer.rawBody()).isEqualTo(CONTENT);
	}

	@Test
	void x13_aRangeIsCutOut() {
		String token = device.activated(SN);
		server.admin().upload("firmware_v102.bin", CONTENT);
		RawResponse answer = device.get("/provision/download?id=firmware_v102.bin", cik(token), "Range: bytes=0-999");
		assertThat(answer.status()).isEqualTo(206);
		assertThat(answer.headerLines()).contains("Content-Length: 1000",
				"Content-Range: bytes 0-999/" + CONTENT.length);
		assertThat(answer.rawBody()).isEqualTo(Arrays.copyOf(CONTENT, 1000));
	}

	@Test
	void x14_aRangeFromTheEnd() {
		String token = device.activated(SN);
		server.admin().upload("firmware_v102.bin", CONTENT);
		assertThat(device.get("/provision/download?id=firmware_v102.bin", cik(token)).status()).isEqualTo(200);
		RawResponse answer = device.get("/provision/download?id=firmware_v102.bin", cik(token), "Range: bytes=-10");
		assertThat(answer.status()).isEqualTo(206);
		assertThat(answer.required("Content-Range"))
			.isEqualTo("bytes " + (CONTENT.length - 10) + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
		assertThat(answer.rawBody()).isEqualTo(Arrays.copyOfRange(CONTENT, CONTENT.length - 10, CONTENT.length));
	}

	@Test
	void x15_aWrongTokenIs401AndOnALongPollAfterAWhile() {
		device.activated(SN);
		String wrong = cik("0123456789012345678901234567890123456789");
		assertThat(device.get(ALIAS + "?config_otau").status()).isEqualTo(401);
		assertThat(device.get(ALIAS + "?config_otau", wrong).status()).isEqualTo(401);
		assertThat(device.post(ALIAS, "otau_in=x", wrong).status()).isEqualTo(401);
		assertThat(device.get("/provision/download", wrong).status()).isEqualTo(401);
		assertThat(device.get("/provision/download?id=firmware_v102.bin", "X-Exosite-CIK: short").status())
			.isEqualTo(401);
		long begun = System.nanoTime();
		RawResponse answer = device.get(ALIAS + "?config_otau", wrong, "Request-Timeout: 300000",
				"If-Modified-Since: 0");
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.headers("WWW-Authenticate")).isEmpty();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(2_900));
	}

	@Test
	void x16_twoResourcesAreReadAtOnce() throws IOException {
		String token = device.activated(SN);
		apply(MANIFEST);
		String report = new String(golden("x10-body.bin"), StandardCharsets.US_ASCII);
		device.post(ALIAS, report, cik(token));
		RawResponse answer = device.get(ALIAS + "?config_otau&otau_in", cik(token));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo(
				new String(golden("x05-body.bin"), StandardCharsets.US_ASCII) + "&" + report.replace("+", "%20"));
	}

	@Test
	void x17_anUnknownResourceIs204() {
		assertThat(device.get(ALIAS + "?nosuch", cik(device.activated(SN))).status()).isEqualTo(204);
	}

	@Test
	void x18_aWriteAndAReadAtOnce() throws IOException {
		String token = device.activated(SN);
		apply(MANIFEST);
		RawResponse answer = device.post(ALIAS + "?config_otau",
				new String(golden("x10-body.bin"), StandardCharsets.US_ASCII), cik(token));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.rawBody()).isEqualTo(golden("x05-body.bin"));
		assertThat(reported("INIT")).isEqualTo("1.2.0");
	}

	@Test
	void x19_theTimeIsDigitsWithoutCredentials() {
		RawResponse answer = device.get("/timestamp");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.required("Content-Type")).isEqualTo("text/plain; charset=utf-8");
		assertThat(answer.text()).matches("\\d{10}");
		assertThat(Long.parseLong(answer.text())).isBetween(Instant.now().getEpochSecond() - 60,
				Instant.now().getEpochSecond() + 1);
	}

	@Test
	void x20_aLongerTimeoutIsCutToFiveMinutes() {
		assertThat(PollRequest.LONGEST).isEqualTo(Duration.ofMinutes(5));
		String token = device.activated(SN);
		RawTlsClient poll = device.beginPoll(token, 900_000);
		ParkedPolls polls = server.part(ParkedPolls.class);
		Awaitility.await().until(() -> polls.isWaiting(id()));
		assertThat(polls.longestWait(id())).isLessThanOrEqualTo(Duration.ofMinutes(5))
			.isGreaterThan(Duration.ofMinutes(4));
		apply(MANIFEST);
		assertThat(ExositeClient.receive(poll).status()).isEqualTo(200);
	}

	@Test
	void x21_aLongPollOfTwoResourcesIs400() {
		RawResponse answer = device.get(ALIAS + "?config_otau&otau_in", cik(device.activated(SN)),
				"Request-Timeout: 1000");
		assertThat(answer.status()).isEqualTo(400);
	}

	@Test
	void x22_anUnknownStateIsKeptRaw() {
		String token = device.activated(SN);
		String body = "otau_in=%7B%22version%22%3A%221.2.0%22%2C%22status%22%3A%22FOO%22%7D";
		assertThat(device.post(ALIAS, body, cik(token)).status()).isEqualTo(204);
		assertThat(reported("raw: {\"version\":\"1.2.0\",\"status\":\"FOO\"}")).isEqualTo("1.2.0");
		assertThat(device.post(ALIAS, "otau_in=%7Bbroken", cik(token)).status()).isEqualTo(204);
		reported("raw: {broken");
	}

	/** The version of the report with this note, once it is in the device's timeline. */
	private String reported(String note) {
		return Awaitility.await().until(() -> {
			for (var event : server.part(io.fuota.history.Timeline.class).of(id(), Long.MAX_VALUE, 100)) {
				if (event.kind() == io.fuota.history.EventKind.REPORT
						&& Arrays.asList(String.valueOf(event.note()).split("; ")).contains(note)) {
					return String.valueOf(event.version());
				}
			}
			return null;
		}, Objects::nonNull);
	}

	private RawTlsClient parked(String token) {
		RawTlsClient poll = device.beginPoll(token, 300_000);
		Awaitility.await().until(() -> server.part(ParkedPolls.class).isWaiting(id()));
		return poll;
	}

	private RawResponse acknowledge(String token) throws IOException {
		return device.post(ALIAS, new String(golden("x05-body.bin"), StandardCharsets.US_ASCII), cik(token));
	}

	private void apply(String manifest) {
		if (api.send("GET", "/files/firmware_v102.bin", "").status() != 200) {
			server.admin().upload("firmware_v102.bin", CONTENT);
		}
		assertThat(api.send("PUT", "/packages/update", manifest).status()).isIn(200, 201);
		RawResponse applied = api.send("POST", "/packages/update/apply", "{\"devices\":[\"" + id() + "\"]}");
		assertThat(applied.status()).as(applied.toString()).isEqualTo(200);
	}

	private static String id() {
		return ExositeClient.PRODUCT + "." + SN;
	}

	private static byte[] content() {
		byte[] bytes = new byte[5_000];
		new Random(102).nextBytes(bytes);
		return bytes;
	}

	private static byte[] golden(String name) throws IOException {
		try (InputStream bytes = VectorsIntegrationTests.class.getResourceAsStream("/exosite/" + name)) {
			return Objects.requireNonNull(bytes).readAllBytes();
		}
	}

}
