package io.fuota.protocol.fuota;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** {@code GET /files} and {@code DELETE /files/{name}}. */
@SharedTestServer
class FileListIntegrationTests {

	private static final Pattern ROW = Pattern.compile(
			"\"([^\"]+)\",\"(\\d+)\",\"([0-9a-f]{64})\",\"(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z)\"");

	private final AdminClient admin;

	private final DeviceClient device;

	FileListIntegrationTests(TestServer server) {
		this.admin = server.admin();
		this.device = new DeviceClient(server);
	}

	@Test
	void theListIsCsvSortedByName() throws Exception {
		for (String name : List.of("b.bin", "a/z.bin", "B.bin", "a.bin")) {
			this.admin.upload(name, name.getBytes(StandardCharsets.US_ASCII));
		}
		RawResponse answer = this.admin.get("/files");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.required("Content-Type")).isEqualTo("text/csv");
		assertThat(answer.text()).endsWith("\n").doesNotContain("\r");
		List<String> rows = answer.text().lines().toList();
		assertThat(rows).extracting((row) -> row.substring(1, row.indexOf('"', 1)))
			.containsExactly("B.bin", "a.bin", "a/z.bin", "b.bin");
		for (String row : rows) {
			Matcher fields = ROW.matcher(row);
			assertThat(fields.matches()).as(row).isTrue();
			byte[] content = fields.group(1).getBytes(StandardCharsets.US_ASCII);
			assertThat(fields.group(2)).isEqualTo(Integer.toString(content.length));
			assertThat(fields.group(3))
				.isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
			assertThat(Duration.between(Instant.parse(fields.group(4)), Instant.now()).toSeconds()).isCloseTo(0,
					within(60L));
		}
	}

	@Test
	void theListOfNothingIsEmpty() {
		RawResponse answer = this.admin.get("/files");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEmpty();
	}

	@Test
	void aFileIsDeletedOnce() {
		this.admin.upload("demo.bin", new byte[10]);
		RawResponse deleted = this.admin.delete("/files/demo.bin");
		assertThat(deleted.status()).isEqualTo(200);
		assertThat(deleted.rawBody()).isEmpty();
		assertThat(this.device.get("/files/demo.bin").status()).isEqualTo(404);
		assertThat(this.admin.delete("/files/demo.bin").status()).isEqualTo(404);
	}

	@Test
	void aFileThatDevicesAreAssignedStaysAndTheAnswerNamesThem() {
		this.admin.upload("demo.bin", new byte[10]);
		this.admin.assign("press-7", "1", "demo.bin");
		this.admin.assign("lathe 4", "1", "demo.bin");
		RawResponse refused = this.admin.delete("/files/demo.bin");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("press-7", "lathe 4", "demo.bin");
		assertThat(this.device.get("/files/demo.bin").status()).isEqualTo(200);
		this.admin.delete("/devices/press-7");
		this.admin.delete("/devices/lathe%204");
		assertThat(this.admin.delete("/files/demo.bin").status()).isEqualTo(200);
	}

	@Test
	void aFileOfManyDevicesIsRefusedWithAShortAnswer() {
		this.admin.upload("demo.bin", new byte[10]);
		StringBuilder rows = new StringBuilder();
		for (int i = 1000; i < 1300; i++) {
			rows.append("d").append(i).append(",1,demo.bin\n");
		}
		byte[] csv = rows.toString().getBytes(StandardCharsets.US_ASCII);
		assertThat(this.admin.put("/devices", "text/csv", csv).status()).isEqualTo(200);
		RawResponse refused = this.admin.delete("/files/demo.bin");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text()).contains("d1000");
		assertThat(refused.rawBody().length).isLessThan(2000);
	}

}
