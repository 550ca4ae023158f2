package io.fuota.protocol.fuota;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code /devices}: rows in and out as RFC 4180 and docker-fuota-server's clients write
 * them.
 */
@SharedTestServer
class DeviceRowsIntegrationTests {

	private static final String FILE = "demo.bin";

	private final AdminClient admin;

	private final DeviceClient device;

	DeviceRowsIntegrationTests(TestServer server) {
		this.admin = server.admin();
		this.device = new DeviceClient(server);
	}

	@BeforeEach
	void file() {
		this.admin.upload(FILE, new byte[] { 1, 2, 3 });
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"00001\",\"0.1.0\",\"demo.bin\"", "00001,0.1.0,demo.bin", "\"00001\",0.1.0,demo.bin",
			"00001,0.1.0,demo.bin\n", "00001,0.1.0,demo.bin\r\n", "\"00001\",\"0.1.0\",\"demo.bin\"\r\n",
			"\ufeff\"00001\",\"0.1.0\",\"demo.bin\"\r\n", "\ufeff00001,0.1.0,demo.bin" })
	void aRowIsTakenInEverySpellingOfCsv(String row) {
		assertThat(put("/devices/00001", row).status()).isEqualTo(200);
		assertThat(list()).isEqualTo("\"00001\",\"0.1.0\",\"demo.bin\"\n");
		assertThat(this.device.get("/devices/00001?app_ver=0.1.0").text()).isEqualTo(FILE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/csv", "text/csv; charset=utf-8", "application/x-www-form-urlencoded", "text/plain",
			"application/octet-stream", "nonsense" })
	void theTypeOfTheRowDoesNotMatter(String type) {
		byte[] row = "00001,0.1.0,demo.bin".getBytes(StandardCharsets.UTF_8);
		assertThat(this.admin.put("/devices/00001", type, row).status()).isEqualTo(200);
		assertThat(list()).isEqualTo("\"00001\",\"0.1.0\",\"demo.bin\"\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "00001", "00001,0.1.0", "00001,0.1.0,demo.bin,more", "00001,0.1.0,demo.bin,",
			"00002,0.1.0,demo.bin", "\"00001\",\"0.1.0\",\"demo.bin", "\"00001\",\"0.1.0\",\"demo.bin\n",
			",0.1.0,demo.bin", "00001,,demo.bin", "00001,0.1.0,", "00001,0.1.0,../x", "00001,0.1.0,a b",
			"00001;0.1.0;demo.bin", "00001,0.1.0,demo.bin\n00001,0.2.0,demo.bin",
			"00001,0.1.0,demo.bin\n00002,0.1.0,demo.bin", "{\"device\":\"00001\"}", "00001,0.1\u0000,demo.bin" })
	void aRowThatIsNoneIs400AndChangesNothing(String row) {
		put("/devices/00001", "00001,9,demo.bin");
		RawResponse answer = put("/devices/00001", row);
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.text()).isNotBlank();
		assertThat(list()).isEqualTo("\"00001\",\"9\",\"demo.bin\"\n");
	}

	@Test
	void aRowOfAnotherIdThanThePathIsRefusedNamingBoth() {
		RawResponse answer = put("/devices/00001", "00002,0.1.0,demo.bin");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).contains("00001", "00002");
	}

	@Test
	void aNewRowReplacesTheOldOne() {
		put("/devices/00001", "00001,0.1.0,demo.bin");
		put("/devices/00001", "00001,0.2.0,demo.bin");
		assertThat(list()).isEqualTo("\"00001\",\"0.2.0\",\"demo.bin\"\n");
		assertThat(this.device.get("/devices/00001?app_ver=0.1.0").status()).isEqualTo(204);
	}

	@Test
	void aRowMayNameAFileThatIsUploadedLater() {
		assertThat(put("/devices/00001", "00001,0.1.0,later.bin").status()).isEqualTo(200);
		assertThat(this.device.get("/devices/00001?app_ver=0.1.0").status()).isEqualTo(404);
		this.admin.upload("later.bin", new byte[] { 1 });
		assertThat(this.device.get("/devices/00001?app_ver=0.1.0").text()).isEqualTo("later.bin");
	}

	@Test
	void anAsteriskIsRefusedWithASentenceUntilVersionsOfImagesAreKnown() {
		RawResponse answer = put("/devices/00001", "00001,*,demo.bin");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).contains("*").contains("version");
		assertThat(list()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\"b", "a,b", "100%", "%2e", "a%2fb", "a%5Cb", "%00", ";", ";x", "a;b", "a;b=c",
			"f\u00fc\u00dfe", "\u7535\u8def", "\ud83d\udd27", "a b", " a", "a'b", "a+b", "a:b", "a&b=c", "a?b", "a#b",
			"..a", "<b>", "{id}", "[1]", "a|b", "a^b", "a`b", "*", "a\"\"b", "fmu:0042@192.0.2.7", "x.7",
			"AA:BB:CC:DD:EE:FF" })
	void anIdIsTextLikeAnyOther(String id) {
		this.admin.assign(id, "1", FILE);
		String path = "/devices/" + AdminClient.encode(id);
		assertThat(this.device.get(path + "?app_ver=1").text()).isEqualTo(FILE);
		assertThat(list()).isEqualTo("\"" + id.replace("\"", "\"\"") + "\",\"1\",\"demo.bin\"\n");
		assertThat(this.device.get(path + "?app_ver=2").status()).isEqualTo(204);
		assertThat(this.admin.delete(path).status()).isEqualTo(200);
		assertThat(list()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a;b", ";x", ";", "a;b=c", "a\"b", "a'b", "a+b", "a:b", "a&b=c", "a,b", "<b>", "{id}",
			"[1]", "a|b", "a^b", "a`b", "*", "a@b", "$a", "!a", "(a)", "a=b", "..." })
	void anIdMatchesAsADeviceSendsItUnescaped(String id) {
		this.admin.assign(id, "1", FILE);
		assertThat(this.device.get("/devices/" + id + "?app_ver=1").text()).isEqualTo(FILE);
		assertThat(this.device.get("/devices/" + id + "/?app_ver=1").text()).isEqualTo(FILE);
		assertThat(this.device.get("/devices/" + id + "?app_ver=2").status()).isEqualTo(204);
	}

	@Test
	void theListIsCsvWhateverIsAccepted() {
		put("/devices/00001", "00001,1,demo.bin");
		for (String accept : new String[] { "application/json", "text/html", "image/*", "nonsense" }) {
			RawResponse list = this.admin.send("GET", "/devices", new byte[0], "Accept: " + accept);
			assertThat(list.status()).as(accept).isEqualTo(200);
			assertThat(list.text()).isEqualTo("\"00001\",\"1\",\"demo.bin\"\n");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%2Fb", "a%5Cb", "a%00b", "a%0Ab", "a%7Fb", "%1F" })
	void anIdWithASlashOrAControlCharacterIsNone(String encoded) {
		String id = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
		assertThat(put("/devices/" + encoded, "\"" + id + "\",1,demo.bin").status()).isIn(400, 404);
		assertThat(put("/devices", "\"" + id + "\",1,demo.bin").status()).isEqualTo(400);
		assertThat(this.admin.delete("/devices/" + encoded).status()).isIn(400, 404);
		assertThat(list()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "1:2:3|1:2:3", "1.0+b5|1.0+b5", "1.0+b5|1.0%2Bb5", "1.0 b5|1.0+b5", "1.0 b5|1.0%20b5", "50%|50%",
					"50%|50%25", "a%20b|a%20b", "v\"1\"|v\"1\"", "1,5|1,5", "1;5|1;5", "a/b|a/b", "a=b|a=b",
					"ü|%C3%BC" })
	void aVersionMatchesRawOrDecoded(String stored, String sent) {
		assertThat(put("/devices/v", "v,\"" + stored.replace("\"", "\"\"") + "\",demo.bin").status()).isEqualTo(200);
		assertThat(this.device.get("/devices/v?app_ver=" + sent).text()).isEqualTo(FILE);
		assertThat(this.device.get("/devices/v?other=x&app_ver=" + sent + "&more=y").text()).isEqualTo(FILE);
	}

	@ParameterizedTest
	@CsvSource({ "1.0,1.0.0", "1.0,01.0", "1.0,v1.0", "a,A", "1.0,1.0%20", "1,1%00" })
	void versionsAreEqualOrDifferentAndNothingElse(String stored, String sent) {
		put("/devices/v", "v," + stored + ",demo.bin");
		assertThat(this.device.get("/devices/v?app_ver=" + sent).status()).isIn(204, 400);
	}

	@Test
	void aTrailingSlashIsTolerated() {
		assertThat(put("/devices/00001/", "00001,1,demo.bin").status()).isEqualTo(200);
		assertThat(this.device.get("/devices/00001/?app_ver=1").text()).isEqualTo(FILE);
		assertThat(this.admin.get("/devices/").text()).isEqualTo(list());
		assertThat(this.admin.delete("/devices/00001/").status()).isEqualTo(200);
	}

	@Test
	void aCheckWithoutAnIdIs400() {
		assertThat(this.device.get("/devices?app_ver=1").status()).isEqualTo(400);
		assertThat(this.device.get("/devices/?app_ver=1").status()).isEqualTo(400);
		assertThat(this.device.get("/devices/a/b?app_ver=1").status()).isIn(400, 404);
		assertThat(this.admin.delete("/devices").status()).isIn(400, 405);
	}

	private RawResponse put(String target, String csv) {
		return this.admin.put(target, "text/csv", csv.getBytes(StandardCharsets.UTF_8));
	}

	private String list() {
		return this.admin.get("/devices").text();
	}

}
