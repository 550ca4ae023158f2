package io.fuota.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transfer that is resumed never ends as a mix of two uploads. */
class TransfersIntegrationTests {

	private static final String OLD = "old".repeat(1_000);

	private static final String NEW = "NEW!".repeat(1_000);

	private final TestServer server = TestServer.prepare().with("FUOTA_TRUSTED_PROXIES", "127.0.0.1");

	@BeforeEach
	void start() {
		server.start();
		upload(OLD);
	}

	@AfterEach
	void close() {
		server.close();
	}

	@Test
	void transferThatBeganEndsWithTheBytesItBeganWith() {
		range("10.0.0.1", "bytes=0-99");
		upload(NEW);

		RawResponse rest = range("10.0.0.1", "bytes=100-");

		assertThat(rest.status()).isEqualTo(206);
		assertThat(rest.text()).isEqualTo(OLD.substring(100));
		assertThat(rest.required("Content-Range")).isEqualTo("bytes 100-2999/3000");
	}

	@Test
	void wholeDownloadThatBrokeOffIsResumedWithItsOwnBytes() {
		get("10.0.0.1");
		get("10.0.0.2");
		// A whole answer counts as complete, so what comes then is another transfer.
		upload(NEW);
		assertThat(range("10.0.0.1", "bytes=100-").status()).as("begins again").isEqualTo(200);
	}

	@Test
	void headIsNoTransfer() {
		range("10.0.0.1", "bytes=0-99");
		server.admin().head("/files/a.bin", List.of("X-Forwarded-For: 10.0.0.1"));
		upload(NEW);
		server.admin().head("/files/a.bin", List.of("X-Forwarded-For: 10.0.0.1"));

		assertThat(range("10.0.0.1", "bytes=100-").text()).isEqualTo(OLD.substring(100));
	}

	@Test
	void requestWithoutRangeBeginsAnew() {
		range("10.0.0.1", "bytes=0-99");
		upload(NEW);

		assertThat(get("10.0.0.1").text()).isEqualTo(NEW);
		assertThat(range("10.0.0.2", "bytes=0-99").text()).isEqualTo(NEW.substring(0, 100));
	}

	@Test
	void clientThatIsntKnownGetsTheWholeWhereItMayHaveBegunWithOtherBytes() {
		upload(NEW);

		RawResponse answer = range("10.0.0.9", "bytes=100-");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo(NEW);
	}

	@Test
	void clientThatIsntKnownIsResumedWhereTheNameNeverHadOtherBytes() {
		assertThat(range("10.0.0.9", "bytes=100-").text()).isEqualTo(OLD.substring(100));
		assertThat(range("10.0.0.8", "bytes=-5").status()).isEqualTo(206);
	}

	@Test
	void afterARestartNothingIsResumedThatMayHaveBegunOtherwise() {
		range("10.0.0.1", "bytes=0-99");
		upload(NEW);
		server.restart();

		RawResponse answer = range("10.0.0.1", "bytes=100-");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.text()).isEqualTo(NEW);
		assertThat(range("10.0.0.1", "bytes=0-0").status()).as("and what begins then, is resumed").isEqualTo(206);
		assertThat(range("10.0.0.1", "bytes=1-").text()).isEqualTo(NEW.substring(1));
	}

	@Test
	void twoDevicesBehindOneAddressNeverShareATransfer() {
		range("10.0.0.1", "bytes=0-99");
		upload(NEW);
		range("10.0.0.1", "bytes=0-99");

		RawResponse answer = range("10.0.0.1", "bytes=100-");

		assertThat(answer.status()).as("nobody can tell which of the two this is").isEqualTo(200);
		assertThat(answer.text()).isEqualTo(NEW);
	}

	@Test
	void clientThatNamesItsBytesIsAnsweredByThem() {
		String etag = get("10.0.0.1").required("ETag");
		upload(NEW);

		assertThat(server.admin()
			.get("/files/a.bin", "X-Forwarded-For: 10.0.0.1", "Range: bytes=100-", "If-Range: " + etag)
			.text()).isEqualTo(NEW);
		String now = get("10.0.0.1").required("ETag");
		assertThat(server.admin()
			.get("/files/a.bin", "X-Forwarded-For: 10.0.0.1", "Range: bytes=100-", "If-Range: " + now)
			.text()).isEqualTo(NEW.substring(100));
	}

	@Test
	void damagedBytesAreNeitherOfferedNorServedUntilTheyAreUploadedAgain() throws Exception {
		server.admin().assign("1", "1", "a.bin");
		var blob = server.dataFolder().resolve("blobs").resolve(server.filesUnder("blobs").getFirst());
		byte[] bytes = java.nio.file.Files.readAllBytes(blob);
		bytes[1_234] ^= 1;
		java.nio.file.Files.write(blob, bytes);

		assertThat(server.admin().get("/devices/1?app_ver=1").status()).isEqualTo(404);
		assertThat(server.admin().get("/files/a.bin").status()).isEqualTo(404);

		upload(OLD);

		assertThat(server.admin().get("/devices/1?app_ver=1").text()).isEqualTo("a.bin");
		assertThat(Arrays.equals(get("10.0.0.1").body(), OLD.getBytes(StandardCharsets.US_ASCII))).isTrue();
	}

	@Test
	void fullDiskIsSaidWith507AndLeavesNothingBehind() {
		server.stop();
		server.with("FUOTA_DISK_RESERVE", "1000000GB").start();

		RawResponse answer = server.admin().put("/files/b.bin", "application/octet-stream", new byte[100]);

		assertThat(answer.status()).isEqualTo(507);
		assertThat(answer.text()).contains("FUOTA_DISK_RESERVE");
		assertThat(server.filesUnder("incoming")).isEmpty();
		assertThat(server.admin().get("/files/b.bin").status()).isEqualTo(404);
		server.admin().assign("still", "1", "works.bin");
	}

	private void upload(String content) {
		server.admin().upload("a.bin", content.getBytes(StandardCharsets.US_ASCII));
	}

	private RawResponse get(String client) {
		return server.admin().get("/files/a.bin", "X-Forwarded-For: " + client);
	}

	private RawResponse range(String client, String range) {
		return server.admin().get("/files/a.bin", "X-Forwarded-For: " + client, "Range: " + range);
	}

}
