package io.fuota.protocol.fuota;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.RawResponse;
import io.fuota.testing.RawTlsClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code PUT /files/{name}}: the body is taken verbatim, whole or not at all. */
@SharedTestServer
@ExtendWith(OutputCaptureExtension.class)
class FileUploadIntegrationTests {

	private static final byte[] OLD = Esp32Image.of("demo", "1.0", 100_000);

	private static final byte[] NEW = Esp32Image.of("demo", "2.0", 200_000);

	private static final int TOO_LARGE = SharedTestServer.MAX_UPLOAD_BYTES + 1;

	private final TestServer server;

	private final DeviceClient device;

	private final AdminClient admin;

	FileUploadIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new DeviceClient(server);
		this.admin = server.admin();
	}

	@Test
	void anUploadIsAnsweredWithTheDigestOfItsBytes() throws Exception {
		RawResponse answer = this.admin.put("/files/demo.bin", "application/octet-stream", NEW);
		byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(NEW);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.rawBody()).isEmpty();
		assertThat(answer.required("ETag")).isEqualTo('"' + HexFormat.of().formatHex(sha256) + '"');
		assertThat(answer.required("Repr-Digest"))
			.isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
		assertServed(NEW);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8",
			"multipart/form-data; boundary=x", "text/plain", "application/json", "nonsense", "text/csv" })
	void theBodyIsTakenVerbatimWhateverItsTypeSays(String type) {
		byte[] body = "a=1&b=%41+c\r\n--x\r\n\u00ff".getBytes(StandardCharsets.ISO_8859_1);
		assertThat(this.admin.put("/files/demo.bin", type, body).status()).isEqualTo(200);
		assertServed(body);
	}

	@Test
	void anUploadNeedsNoContentType() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send(this.admin.head("PUT", "/files/demo.bin", "Content-Length: " + NEW.length) + "\r\n").send(NEW);
			assertThat(client.receive().status()).isEqualTo(200);
		}
		assertServed(NEW);
	}

	@Test
	void aChunkedUploadIsTaken() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send(this.admin.head("PUT", "/files/demo.bin", "Transfer-Encoding: chunked") + "\r\n");
			for (int at = 0; at < NEW.length; at += 50_000) {
				int length = Math.min(50_000, NEW.length - at);
				client.send(Integer.toHexString(length) + "\r\n")
					.send(Arrays.copyOfRange(NEW, at, at + length))
					.send("\r\n");
			}
			assertThat(client.send("0\r\n\r\n").receive().status()).isEqualTo(200);
		}
		assertServed(NEW);
	}

	@Test
	void aNameMayHaveSeveralSegments() {
		this.admin.upload("a/b/c.bin", NEW);
		assertThat(this.device.get("/files/a/b/c.bin").rawBody()).isEqualTo(NEW);
		assertThat(this.device.get("/files/a/b").status()).isEqualTo(404);
		assertThat(this.device.get("/files/c.bin").status()).isEqualTo(404);
		assertThat(this.admin.get("/files").text()).startsWith("\"a/b/c.bin\",");
		assertThat(this.admin.delete("/files/a/b/c.bin").status()).isEqualTo(200);
		assertThat(this.device.get("/files/a/b/c.bin").status()).isEqualTo(404);
	}

	@Test
	void theSameBytesUnderTwoNamesStayWhenOneNameGoes() {
		this.admin.upload("demo.bin", NEW);
		this.admin.upload("copy.bin", NEW);
		assertThat(this.admin.delete("/files/copy.bin").status()).isEqualTo(200);
		assertServed(NEW);
	}

	@Test
	void aWrongPasswordIsRefusedBeforeTheBodyIsAskedFor() throws IOException {
		AdminClient stranger = new AdminClient(this.server.port(), TestServer.USERNAME, "wrong");
		assertRefusedWithoutContinue(
				stranger.head("PUT", "/files/demo.bin", "Content-Length: 1000", "Expect: 100-continue"), 403);
	}

	@Test
	void aLengthOverTheLimitIsRefusedBeforeTheBodyIsAskedFor() throws IOException {
		assertRefusedWithoutContinue(
				this.admin.head("PUT", "/files/demo.bin", "Content-Length: " + TOO_LARGE, "Expect: 100-continue"), 413);
		assertRefusedWithoutContinue(this.admin.head("PUT", "/files/demo.bin", "Content-Length: 9223372036854775807",
				"Expect: 100-continue"), 413);
	}

	@Test
	void aBadNameIsRefusedBeforeTheBodyIsAskedFor() throws IOException {
		assertRefusedWithoutContinue(
				this.admin.head("PUT", "/files/a%20b", "Content-Length: 1000", "Expect: 100-continue"), 400);
	}

	@Test
	void aFileOfTheGreatestLengthIsTaken() {
		byte[] greatest = new byte[SharedTestServer.MAX_UPLOAD_BYTES];
		this.admin.upload("demo.bin", greatest);
		assertServed(greatest);
	}

	@Test
	void aChunkedBodyOverTheLimitIsRefusedAndChangesNothing() throws Exception {
		this.admin.upload("demo.bin", OLD);
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send(this.admin.head("PUT", "/files/demo.bin", "Transfer-Encoding: chunked") + "\r\n");
			Thread sender = Thread.ofVirtual().start(() -> sendTooMuch(client));
			RawResponse answer = client.receive();
			assertThat(answer.status()).isEqualTo(413);
			assertThat(answer.text()).isNotBlank();
			client.abort();
			sender.join();
		}
		assertNothingChanged();
	}

	@Test
	void aClientThatEndsItsBodyTooEarlyChangesNothing() throws IOException {
		this.admin.upload("demo.bin", OLD);
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send(this.admin.head("PUT", "/files/demo.bin", "Content-Length: 200000") + "\r\n")
				.send(Arrays.copyOf(NEW, 150_000));
			client.halfClose();
			assertThat(new String(client.receiveRest(), StandardCharsets.ISO_8859_1)).doesNotStartWith("HTTP/1.1 2");
		}
		assertNothingChanged();
	}

	@Test
	void aClientThatVanishesInTheMiddleChangesNothingAndIsNoError(CapturedOutput log) throws IOException {
		this.admin.upload("demo.bin", OLD);
		for (String framing : new String[] { "Content-Length: 200000", "Transfer-Encoding: chunked" }) {
			RawTlsClient client = RawTlsClient.connect(this.server.port());
			client.send(this.admin.head("PUT", "/files/demo.bin", framing) + "\r\n");
			client.send("186a0\r\n").send(Arrays.copyOf(NEW, 100_000));
			await().untilAsserted(() -> assertThat(this.server.filesUnder("incoming")).isNotEmpty());
			client.abort();
			await().untilAsserted(() -> assertThat(this.server.filesUnder("incoming")).isEmpty());
		}
		assertNothingChanged();
		await().untilAsserted(
				() -> assertThat(log.getAll().lines().filter((line) -> line.contains("upload file=demo.bin")))
					.hasSize(3));
		assertThat(log.getAll()).doesNotContain(" ERROR ", "\tat ");
	}

	@Test
	void aBrokenChunkChangesNothing() throws IOException {
		this.admin.upload("demo.bin", OLD);
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send(this.admin.head("PUT", "/files/demo.bin", "Transfer-Encoding: chunked") + "\r\n");
			client.send("5\r\nhello\r\nnonsense\r\n");
			assertThat(client.receive().status()).isBetween(400, 499);
		}
		assertNothingChanged();
	}

	@Test
	void whatIsBehindTheLengthIsNoPartOfTheFile() throws IOException {
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			client.send(this.admin.head("PUT", "/files/demo.bin", "Content-Length: 5") + "\r\nhelloworld");
			assertThat(client.receive().status()).isEqualTo(200);
		}
		assertServed("hello".getBytes(StandardCharsets.US_ASCII));
	}

	private void assertRefusedWithoutContinue(String head, int status) throws IOException {
		this.admin.upload("demo.bin", OLD);
		try (RawTlsClient client = RawTlsClient.connect(this.server.port())) {
			RawResponse answer = client.send(head + "\r\n").receive();
			assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
			assertThat(answer.headers("WWW-Authenticate")).isEmpty();
		}
		assertNothingChanged();
	}

	private void assertNothingChanged() {
		await().untilAsserted(() -> assertThat(this.server.filesUnder("incoming")).isEmpty());
		assertServed(OLD);
	}

	private void assertServed(byte[] content) {
		RawResponse answer = this.device.get("/files/demo.bin");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.rawBody()).isEqualTo(content);
	}

	private static void sendTooMuch(RawTlsClient client) {
		byte[] chunk = new byte[64 * 1024];
		try {
			for (int sent = 0; sent <= TOO_LARGE; sent += chunk.length) {
				client.send("10000\r\n").send(chunk).send("\r\n");
			}
			client.send("0\r\n\r\n");
		}
		catch (IOException _) {
			// The server may stop reading as soon as it knows.
		}
	}

}
