package io.fuota.protocol.fuota;

import java.nio.charset.StandardCharsets;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.RawResponse;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code PUT /devices}: many rows, all or nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManyDevicesIntegrationTests {

	private static final int MANY = 100_000;

	private final TestServer server = TestServer.prepare();

	@BeforeAll
	void start() {
		this.server.start();
	}

	@AfterAll
	void close() {
		this.server.close();
	}

	@Test
	void rowsAreAddedAndReplacedAndThoseNotNamedStay() {
		put("x1,1,a.bin\nx2,1,a.bin\n");
		assertThat(put("\ufeff\"x3\",\"1\",\"a.bin\"\r\n\"x2\",\"2\",\"b.bin\"\r\n").status()).isEqualTo(200);
		assertThat(this.server.admin().get("/devices").text().lines().filter((row) -> row.startsWith("\"x")))
			.containsExactly("\"x1\",\"1\",\"a.bin\"", "\"x2\",\"2\",\"b.bin\"", "\"x3\",\"1\",\"a.bin\"");
	}

	@Test
	void theListIsSortedByIdWhateverTheOrderOfTheRows() {
		put("s~,1,a.bin\ns1,1,a.bin\nsA,1,a.bin\nsa,1,a.bin\ns\u00e4,1,a.bin\ns10,1,a.bin\ns2,1,a.bin\n");
		assertThat(this.server.admin().get("/devices").text().lines().filter((row) -> row.startsWith("\"s")))
			.extracting((row) -> row.substring(1, row.indexOf('"', 1)))
			.containsExactly("s1", "s10", "s2", "sA", "sa", "s~", "s\u00e4");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "bad,1|3", "bad,1,a.bin,more|3", "bad,1,../a|3",
			",1,a.bin|3", "bad,*,a.bin|3", "n1,2,a.bin|3", "~\"bad,1,a.bin~|3" })
	void oneBadRowRefusesAllAndTheAnswerNamesItsLine(String row, String line) {
		String before = this.server.admin().get("/devices").text();
		RawResponse answer = put("n1,1,a.bin\nn2,1,a.bin\n" + row + "\nn4,1,a.bin\n");
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.text()).containsPattern("\\b[Ll]ine " + line + "\\b");
		assertThat(this.server.admin().get("/devices").text()).isEqualTo(before);
	}

	@Test
	void anIdThatComesTwiceIsNamed() {
		RawResponse answer = put("n1,1,a.bin\nn2,1,a.bin\nn1,1,a.bin\n");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).contains("n1").containsPattern("\\b[Ll]ine 3\\b");
	}

	@Test
	void noRowsAtAllAreRefused() {
		assertThat(put("").status()).isEqualTo(400);
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void aHundredThousandRowsGoInAndComeOut() {
		AdminClient admin = this.server.admin();
		admin.upload("m.bin", new byte[] { 1 });
		StringBuilder rows = new StringBuilder();
		for (int i = 0; i < MANY; i++) {
			rows.append("\"m%06d\",\"1.0\",\"m.bin\"\n".formatted(i));
		}
		assertThat(put(rows.toString()).status()).isEqualTo(200);
		DeviceClient device = new DeviceClient(this.server);
		assertThat(device.get("/devices/m000000?app_ver=1.0").text()).isEqualTo("m.bin");
		assertThat(device.get("/devices/m099999?app_ver=1.0").text()).isEqualTo("m.bin");
		String list = admin.get("/devices").text();
		assertThat(list.substring(list.indexOf("\"m"), list.lastIndexOf("\"m.bin\"\n") + 8).equals(rows.toString()))
			.as("the rows come out as they went in")
			.isTrue();
		put(rows.toString().replace("\"1.0\"", "\"2.0\"") + "m000000,1,m.bin\n");
		assertThat(admin.get("/devices").text().equals(list)).as("the last of 100,001 rows spoils all").isTrue();
		assertThat(put(rows.toString().replace("\"1.0\"", "\"2.0\"")).status()).isEqualTo(200);
		assertThat(device.get("/devices/m099999?app_ver=1.0").status()).isEqualTo(204);
		assertThat(admin.delete("/files/m.bin").rawBody().length).isLessThan(2000);
	}

	private RawResponse put(String csv) {
		return this.server.admin().put("/devices", "text/csv", csv.getBytes(StandardCharsets.UTF_8));
	}

}
