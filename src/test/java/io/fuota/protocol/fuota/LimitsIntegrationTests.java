package io.fuota.protocol.fuota;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of docs/limits.md that no other test comes to: just within, and just beyond. */
@SharedTestServer
class LimitsIntegrationTests {

	private static final int ROW_BYTES = 16 * 1024;

	private static final long ROWS_BYTES = 64L * 1024 * 1024;

	private final AdminClient admin;

	private final DeviceClient device;

	LimitsIntegrationTests(TestServer server) {
		this.admin = server.admin();
		this.device = new DeviceClient(server);
	}

	@BeforeEach
	void upload() {
		admin.upload("a.bin", new byte[] { 1 });
	}

	@Test
	void aVersionHas255Characters() {
		assertThat(assign("v".repeat(255)).status()).isEqualTo(200);
		assertThat(assign("v".repeat(256)).status()).isEqualTo(400);
		assertThat(assign("").status()).isEqualTo(400);
		assertThat(assign("*").status()).isEqualTo(400);
		assertThat(assign("1\u0001").status()).isEqualTo(400);
	}

	@Test
	void oneRowHas16Kibibytes() {
		byte[] row = "1,1,a.bin\n".getBytes(StandardCharsets.US_ASCII);
		assertThat(admin.put("/devices/1", "text/csv", row).status()).isEqualTo(200);
		assertThat(admin.put("/devices/1", "text/csv", new byte[ROW_BYTES + 1]).status()).isEqualTo(413);
	}

	@Test
	void manyRowsHave64Mebibytes() {
		RawResponse answer = device.firstAnswer("PUT /devices HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED
				+ "\r\nExpect: 100-continue\r\nContent-Length: " + (ROWS_BYTES + 1) + "\r\n\r\n");
		assertThat(answer.status()).as("before the body was asked for").isEqualTo(413);
		assertThat(admin.put("/devices", "text/csv", new byte[0]).status()).isEqualTo(400);
	}

	@Test
	void requestLineAndHeadersHave8Kibibytes() {
		assertThat(device.getWith("/files/a.bin", "X-Big: " + "x".repeat(7_000)).status()).isEqualTo(200);
		assertThat(device.getWith("/files/a.bin", "X-Big: " + "x".repeat(9_000)).status()).isEqualTo(400);
	}

	@Test
	void headersBehindAChunkedBodyHave512Bytes() {
		String head = "PUT /files/t.bin HTTP/1.1\r\nHost: x\r\n" + DeviceClient.AUTHORIZED
				+ "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n";
		assertThat(device.firstAnswer(head + "X-Big: " + "x".repeat(400) + "\r\n\r\n").status()).isEqualTo(200);
		assertThat(device.firstAnswer(head + "X-Big: " + "x".repeat(600) + "\r\n\r\n").status()).isEqualTo(400);
	}

	@Test
	void moreThan16RangesAreTheWholeFile() {
		admin.upload("hundred.bin", new byte[100]);
		assertThat(device.getWith("/files/hundred.bin", "Range: bytes=" + "1-1,".repeat(15) + "1-1").status())
			.isEqualTo(206);
		assertThat(device.getWith("/files/hundred.bin", "Range: bytes=" + "1-1,".repeat(16) + "1-1").status())
			.isEqualTo(200);
	}

	private RawResponse assign(String version) {
		return admin.put("/devices/1", "text/csv",
				("1,\"" + version + "\",a.bin").getBytes(StandardCharsets.ISO_8859_1));
	}

}
