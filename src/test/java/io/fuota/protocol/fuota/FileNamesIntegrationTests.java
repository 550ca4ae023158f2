package io.fuota.protocol.fuota;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of firmware files: what isn't one gets 400 or 404, and leaves no trace on the
 * disk.
 */
@SharedTestServer
class FileNamesIntegrationTests {

	private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

	private final TestServer server;

	private final DeviceClient device;

	private final AdminClient admin;

	FileNamesIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new DeviceClient(server);
		this.admin = server.admin();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", "..", "../x", "a/../x", "a/./x", "a/..", "%2e", "%2e%2e", "%2e%2e/x", "..%2fx",
			"..%2f..%2fetc%2fpasswd", "a%2fb", "a%2Fb", "a%5cb", "..%5cx", "a\\b", "%252e%252e%252fx", "a%25b", "a%00",
			"%00", "a%00.bin", "a%0ab", "a%0d%0ab", "a%09b", "a%7fb", "a%20b", "%20", "a%22b", "a\"b", "a'b", "a<b>",
			"a|b", "a*b", "a%3fb", "a%23b", "a;b", "a%3bb", "a&b", "a,b", "a%", "a%zz", "a//b", "/a", "%c3%bc", "%ff",
			"\u00fc", "%c0%ae%c0%ae", "%e2%80%ae", "a%e2%88%95b", "..;/x", "a/..;/x", "...%2f", "~%2froot", "{a}",
			"[a]", "a^b", "a`b", "$a", "!a", "(a)" })
	void aBadNameIsNeitherStoredNorServed(String name) {
		List<String> before = everything();
		RawResponse put = this.admin.put("/files/" + name, "application/octet-stream", CONTENT);
		assertThat(put.status()).as(put.toString()).isIn(400, 404);
		RawResponse get = this.device.get("/files/" + name);
		assertThat(get.status()).as(get.toString()).isIn(400, 404);
		assertThat(get.rawBody()).isEmpty();
		assertThat(this.admin.delete("/files/" + name).status()).isIn(400, 404);
		assertThat(everything()).isEqualTo(before);
		assertThat(this.admin.get("/files").text()).isEmpty();
	}

	@Test
	void aNameHas200CharactersAtMost() {
		String longest = "x".repeat(200);
		this.admin.upload(longest, CONTENT);
		assertThat(this.device.get("/files/" + longest).rawBody()).isEqualTo(CONTENT);
		assertThat(this.admin.put("/files/" + longest + "x", "text/plain", CONTENT).status()).isEqualTo(400);
		assertThat(this.device.get("/files/" + longest + "x").status()).isIn(400, 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "A-Z_0.9~", "...", "..a", "a..", ".hidden", "v1.0+b5:c@d=e", "esp32-fuota.bin.0.1.1",
			"a/b", "a/b/c/d/e/f/g.bin", "devices.db", "initial-password", "lock", "blobs/x", "incoming/x" })
	void aGoodNameIsStoredAndServedAndKnowsNothingOfTheDataFolder(String name) {
		this.admin.upload(name, CONTENT);
		assertThat(this.device.get("/files/" + name).rawBody()).isEqualTo(CONTENT);
		assertThat(this.admin.get("/files").text()).startsWith("\"" + name + "\",\"7\",");
		assertThat(this.server.filesUnder("incoming")).isEmpty();
	}

	@Test
	void aNameIsDecodedOnceAndAPlusIsAPlus() {
		this.admin.upload("v1+2.bin", CONTENT);
		assertThat(this.device.get("/files/v1+2.bin").rawBody()).isEqualTo(CONTENT);
		assertThat(this.device.get("/files/v1%2B2.bin").rawBody()).isEqualTo(CONTENT);
		assertThat(this.device.get("/files/%761+2.bin").rawBody()).isEqualTo(CONTENT);
		assertThat(this.device.get("/files/v1%252B2.bin").status()).isIn(400, 404);
		assertThat(this.device.get("/files/V1+2.bin").status()).isEqualTo(404);
	}

	@Test
	void aTrailingSlashIsTolerated() {
		assertThat(this.admin.put("/files/demo.bin/", "text/plain", CONTENT).status()).isEqualTo(200);
		assertThat(this.device.get("/files/demo.bin/").rawBody()).isEqualTo(CONTENT);
		assertThat(this.device.get("/files/demo.bin").rawBody()).isEqualTo(CONTENT);
		assertThat(this.admin.delete("/files/demo.bin/").status()).isEqualTo(200);
	}

	@Test
	void theServersOwnFilesAreOutOfReach() {
		for (String target : List.of("/files/devices.db", "/files/../devices.db", "/files/%2e%2e/devices.db",
				"/devices.db", "/data/devices.db", "/files/lock", "/files/../certs/ca_key.pem", "/certs/ca_key.pem",
				"/ca_key.pem")) {
			RawResponse answer = this.device.get(target);
			assertThat(answer.status()).as(target).isIn(400, 403, 404);
			assertThat(answer.text()).doesNotContain("SQLite format", "PRIVATE KEY");
		}
	}

	@Test
	void aNameAloneIsNoUpload() {
		assertThat(this.admin.put("/files", "text/plain", CONTENT).status()).isIn(400, 405);
		assertThat(this.admin.put("/files/", "text/plain", CONTENT).status()).isEqualTo(400);
		assertThat(this.admin.delete("/files").status()).isIn(400, 405);
		assertThat(this.admin.delete("/files/").status()).isIn(400, 405);
	}

	/**
	 * Every path beneath the server's folder, and beside it: an upload may never reach
	 * there.
	 */
	private List<String> everything() {
		Path root = this.server.dataFolder().getParent();
		if (root == null) {
			throw new IllegalStateException("the data folder has no parent");
		}
		try (Stream<Path> paths = Files.walk(root)) {
			return paths.map(Path::toString).filter((path) -> !path.contains("devices.db")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
