package io.fuota.protocol.fuota;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawResponse.Framing;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import io.fuota.testing.TlsOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code GET /files/{name}}: headers, conditions (RFC 9110 §13), HTTP/1.0, and what a
 * replaced file does to a download.
 */
@SharedTestServer
@ExtendWith(OutputCaptureExtension.class)
class FileDownloadIntegrationTests {

	private static final String FILE = "/files/demo.bin";

	private static final byte[] IMAGE = Esp32Image.of("demo", "1.0", 100_000);

	// More than the buffers of two sockets hold, so that the server is still in the
	// middle of it.
	private static final int LARGE_BYTES = 16 * 1024 * 1024;

	private final TestServer server;

	private final DeviceClient device;

	private final AdminClient admin;

	FileDownloadIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new DeviceClient(server);
		this.admin = server.admin();
	}

	@BeforeEach
	void file() {
		this.admin.upload("demo.bin", IMAGE);
	}

	@Test
	void aDownloadSaysAllThatAClientNeedsToResumeIt() throws Exception {
		RawResponse answer = this.device.getWith(FILE, "Accept-Encoding: gzip, br, zstd");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
		assertThat(answer.rawBody()).isEqualTo(IMAGE);
		assertThat(answer.required("Accept-Ranges")).isEqualTo("bytes");
		assertThat(answer.required("ETag")).isEqualTo('"' + sha256(IMAGE) + '"');
		assertThat(answer.headers("Content-Encoding")).isEmpty();
		assertThat(httpDate(answer)).isBetween(Instant.now().minusSeconds(600), Instant.now());
	}

	@Test
	void headIsAnsweredWithTheHeadersOfGetAndNoBody() {
		RawResponse head = this.device.head(FILE);
		assertThat(head.status()).isEqualTo(200);
		assertThat(withoutDate(head)).isEqualTo(withoutDate(this.device.getWith(FILE)));
		assertThat(head.required("Content-Length")).isEqualTo("100000");
		assertThat(this.device.head("/files/none").status()).isEqualTo(404);
		assertThat(this.device.head(FILE, "Range: bytes=0-9").required("Content-Length")).isEqualTo("100000");
	}

	@Test
	void headOfACheckIsAnsweredWithTheHeadersOfGetAndNoBody() {
		this.admin.assign("00001", "1", "demo.bin");
		RawResponse get = this.device.getWith("/devices/00001?app_ver=1");
		RawResponse head = this.device.head("/devices/00001?app_ver=1");
		assertThat(head.status()).isEqualTo(200);
		assertThat(withoutDate(head)).isEqualTo(withoutDate(get));
		assertThat(this.device.head("/devices/00001?app_ver=2").status()).isEqualTo(204);
	}

	@Test
	void http10WithoutAHostGetsTheWholeFileAndTheConnectionEnds() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send("GET " + FILE + " HTTP/1.0\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n");
			RawResponse answer = client.receive();
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.framing()).isEqualTo(Framing.CONTENT_LENGTH);
			assertThat(answer.rawBody()).isEqualTo(IMAGE);
			assertThat(client.isAtEnd()).isTrue();
		}
	}

	@Test
	void oneConnectionTakesSeveralRequestsEvenAllAtOnce() throws IOException {
		this.admin.assign("00001", "1", "demo.bin");
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			String rest = " HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED + "\r\n";
			client.send("GET /devices/00001?app_ver=1" + rest + "\r\nGET " + FILE + rest
					+ "\r\nGET /devices/00001?app_ver=2" + rest + "Content-Length: 5\r\n\r\nhelloGET /files/none" + rest
					+ "\r\nHEAD " + FILE + rest + "\r\n");
			assertThat(client.receive().text()).isEqualTo("demo.bin");
			assertThat(client.receive().rawBody()).isEqualTo(IMAGE);
			assertThat(client.receive().status()).isEqualTo(204);
			assertThat(client.receive().status()).isEqualTo(404);
			assertThat(client.receiveToHead().required("Content-Length")).isEqualTo("100000");
			client.send("GET " + FILE + rest + "Connection: close\r\n\r\n");
			assertThat(client.receive().rawBody()).isEqualTo(IMAGE);
			assertThat(client.isAtEnd()).isTrue();
		}
	}

	@Test
	void aClientThatHasTheBytesGets304() throws Exception {
		String etag = '"' + sha256(IMAGE) + '"';
		for (String condition : List.of(etag, "*", "\"other\", " + etag, "W/" + etag)) {
			RawResponse answer = this.device.getWith(FILE, "If-None-Match: " + condition);
			assertThat(answer.status()).as(condition).isEqualTo(304);
			assertThat(answer.required("ETag")).isEqualTo(etag);
		}
		assertThat(this.device.getWith(FILE, "If-None-Match: \"other\"").rawBody()).isEqualTo(IMAGE);
		assertThat(this.device.head(FILE, "If-None-Match: " + etag).status()).isEqualTo(304);
	}

	@Test
	void aDateIsAConditionToo() {
		String modified = this.device.getWith(FILE).required("Last-Modified");
		assertThat(this.device.getWith(FILE, "If-Modified-Since: " + modified).status()).isEqualTo(304);
		assertThat(this.device.getWith(FILE, "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT").status())
			.isEqualTo(200);
		assertThat(this.device.getWith(FILE, "If-Modified-Since: soon").status()).isEqualTo(200);
		assertThat(this.device.getWith(FILE, "If-Unmodified-Since: " + modified).status()).isEqualTo(200);
		assertEmpty412(this.device.getWith(FILE, "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT"));
		assertThat(this.device.getWith(FILE, "If-None-Match: \"other\"", "If-Modified-Since: " + modified).status())
			.isEqualTo(200);
	}

	@Test
	void aClientThatWantsOtherBytesGets412() throws Exception {
		String etag = '"' + sha256(IMAGE) + '"';
		assertThat(this.device.getWith(FILE, "If-Match: " + etag).status()).isEqualTo(200);
		assertThat(this.device.getWith(FILE, "If-Match: *").status()).isEqualTo(200);
		assertEmpty412(this.device.getWith(FILE, "If-Match: \"other\""));
		assertEmpty412(this.device.getWith(FILE, "If-Match: W/" + etag));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/files/", "/files//", "/files/?" })
	void aDownloadOfNothingIs400(String target) {
		RawResponse answer = this.device.get(target);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.rawBody()).isEmpty();
	}

	@Test
	void aReplacedFileHasANewTagAndNewBytes() throws Exception {
		byte[] next = Esp32Image.of("demo", "2.0", 50_000 - 50_000 % 16);
		this.admin.upload("demo.bin", next);
		RawResponse answer = this.device.get(FILE);
		assertThat(answer.rawBody()).isEqualTo(next);
		assertThat(answer.required("ETag")).isEqualTo('"' + sha256(next) + '"');
	}

	@Test
	void aDownloadUnderWayEndsWithTheBytesItBeganWith() throws IOException {
		byte[] before = Esp32Image.of("large", "1.0", LARGE_BYTES);
		byte[] after = Esp32Image.of("large", "2.0", LARGE_BYTES - 16);
		this.admin.upload("large.bin", before);
		try (RawTlsClient slow = slowClient()) {
			slow.send("GET /files/large.bin HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n");
			byte[] begin = slow.incoming().readNBytes(10_000);
			this.admin.upload("large.bin", after);
			assertThat(Arrays.equals(this.device.get("/files/large.bin").rawBody(), after)).isTrue();
			assertThat(Arrays.equals(restOf(slow, begin), before)).isTrue();
		}
	}

	@Test
	void aFileThatIsReplacedOverAndOverIsAlwaysServedWhole() throws Exception {
		byte[] even = Esp32Image.of("demo", "2.0", 32_000);
		byte[] odd = Esp32Image.of("demo", "2.1", 48_000);
		this.admin.upload("demo.bin", even);
		AtomicBoolean done = new AtomicBoolean();
		Callable<List<RawResponse>> downloads = () -> {
			List<RawResponse> answers = new ArrayList<>();
			while (!done.get()) {
				answers.add(this.device.get(FILE));
			}
			return answers;
		};
		try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<List<RawResponse>>> running = List.of(devices.submit(downloads), devices.submit(downloads));
			try {
				for (int i = 1; i <= 60; i++) {
					this.admin.upload("demo.bin", (i % 2 == 0) ? even : odd);
				}
			}
			finally {
				done.set(true);
			}
			for (Future<List<RawResponse>> answers : running) {
				assertThat(answers.get()).isNotEmpty().allSatisfy((answer) -> {
					assertThat(answer.status()).isEqualTo(200);
					assertThat(answer.rawBody()).isEqualTo((answer.rawBody().length == even.length) ? even : odd);
				});
			}
		}
	}

	@Test
	void aDownloadUnderWayEndsThoughTheFileIsDeleted() throws IOException {
		byte[] content = Esp32Image.of("large", "3.0", LARGE_BYTES);
		this.admin.upload("large.bin", content);
		try (RawTlsClient slow = slowClient()) {
			slow.send("GET /files/large.bin HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n");
			byte[] begin = slow.incoming().readNBytes(10_000);
			assertThat(this.admin.delete("/files/large.bin").status()).isEqualTo(200);
			assertThat(this.device.get("/files/large.bin").status()).isEqualTo(404);
			assertThat(Arrays.equals(restOf(slow, begin), content)).isTrue();
		}
	}

	@Test
	void devicesThatVanishInMidDownloadDisturbNobodyAndAreNoErrors(CapturedOutput log) throws IOException {
		this.admin.upload("large.bin", Esp32Image.of("large", "1.0", LARGE_BYTES));
		for (int i = 0; i < 20; i++) {
			RawTlsClient client = slowClient();
			client.send("GET /files/large.bin HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED + "\r\n\r\n");
			assertThat(client.incoming().readNBytes(1000)).hasSize(1000);
			client.abort();
		}
		assertThat(this.device.get(FILE).rawBody()).isEqualTo(IMAGE);
		await().untilAsserted(
				() -> assertThat(log.getAll().lines().filter((line) -> line.contains("download file=large.bin")))
					.hasSize(20));
		assertThat(log.getAll()).doesNotContain(" ERROR ", "\tat ");
	}

	private RawTlsClient slowClient() throws IOException {
		return RawTlsClient.connect(this.server.port(), TlsOptions.anyCertificate().receiveBufferBytes(8 * 1024));
	}

	/** The body of an answer of which the beginning was read already. */
	private static byte[] restOf(RawTlsClient client, byte[] begin) throws IOException {
		String head = new String(begin, StandardCharsets.ISO_8859_1);
		int bodyAt = head.indexOf("\r\n\r\n") + 4;
		client.halfClose();
		byte[] rest = client.receiveRest();
		byte[] body = new byte[begin.length - bodyAt + rest.length];
		System.arraycopy(begin, bodyAt, body, 0, begin.length - bodyAt);
		System.arraycopy(rest, 0, body, begin.length - bodyAt, rest.length);
		return body;
	}

	private static void assertEmpty412(RawResponse answer) {
		assertThat(answer.status()).isEqualTo(412);
		assertThat(answer.rawBody()).isEmpty();
	}

	private static List<String> withoutDate(RawResponse answer) {
		return answer.headerLines().stream().filter((line) -> !line.startsWith("Date:")).toList();
	}

	private static Instant httpDate(RawResponse answer) {
		DateTimeFormatter imfFixdate = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
			.withZone(ZoneOffset.UTC);
		return ZonedDateTime.parse(answer.required("Last-Modified"), imfFixdate).toInstant();
	}

	private static String sha256(byte[] bytes) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
	}

}
