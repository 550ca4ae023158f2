package io.fuota.protocol.exosite;

import static io.fuota.testing.ExositeClient.cik;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.ApiClient;
import io.fuota.testing.ExositeClient;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose devices may see which firmware files. */
@SharedTestServer
class ContentAccessIntegrationTests {

	private static final String DOWNLOAD = "/provision/download";

	private final TestServer server;

	private final ApiClient api;

	private final ExositeClient pumps;

	private final ExositeClient fans;

	ContentAccessIntegrationTests(TestServer server) {
		this.server = server;
		this.api = new ApiClient(server);
		this.pumps = new ExositeClient(server, "pumps");
		this.fans = new ExositeClient(server, "fans");
	}

	@BeforeEach
	void twoFiles() {
		pumps.clear();
		fans.clear();
		server.admin().upload("a.bin", new byte[] { 1 });
		server.admin().upload("b.bin", new byte[] { 2 });
	}

	@Test
	void aFileThatNoPackageNamesIsOpenToAllDevices() {
		String token = fans.activated("1");
		assertThat(fans.get(DOWNLOAD, cik(token)).text()).isEqualTo("a.bin\nb.bin");
		assertThat(fans.get(DOWNLOAD + "?id=a.bin", cik(token)).rawBody()).containsExactly(1);
	}

	@Test
	void aFileOfAListedPackageIsForTheProductsOfItsDevices() {
		String pump = pumps.activated("2");
		String fan = fans.activated("1");
		makePackage("spring", ",\"devices\":[\"pumps.1\"]");
		assertThat(pumps.get(DOWNLOAD, cik(pump)).text()).isEqualTo("a.bin\nb.bin");
		assertThat(pumps.get(DOWNLOAD + "?id=a.bin", cik(pump)).status()).isEqualTo(200);
		assertThat(fans.get(DOWNLOAD, cik(fan)).text()).isEqualTo("b.bin");
		assertThat(fans.get(DOWNLOAD + "?id=a.bin", cik(fan)).status()).isEqualTo(404);
		assertThat(fans.get(DOWNLOAD + "?id=a.bin&info=true", cik(fan)).status()).isEqualTo(404);

		makePackage("spring", "");
		assertThat(fans.get(DOWNLOAD + "?id=a.bin", cik(fan)).status()).as("listed for nobody").isEqualTo(200);
	}

	@Test
	void aFileOfAPackageListedByALabelIsForDevicesThatHaveIt() {
		String labelled = fans.activated("1");
		String other = fans.activated("2");
		fans.get(DOWNLOAD, cik(labelled));
		label("fans.1", "[\"pilot\"]");
		makePackage("spring", ",\"label\":\"pilot\"");
		assertThat(fans.get(DOWNLOAD + "?id=a.bin", cik(labelled)).status()).isEqualTo(200);
		assertThat(fans.get(DOWNLOAD + "?id=a.bin", cik(other)).status()).isEqualTo(404);
	}

	@Test
	void whoWasGivenAFileInAManifestMayFetchIt() {
		String fan = fans.activated("1");
		makePackage("spring", ",\"devices\":[\"pumps.1\"]");
		assertThat(fans.get(DOWNLOAD + "?id=a.bin", cik(fan)).status()).isEqualTo(404);
		assertThat(api.send("POST", "/packages/spring/apply", "{\"devices\":[\"fans.1\"]}").status()).isEqualTo(200);
		assertThat(fans.get(DOWNLOAD + "?id=a.bin", cik(fan)).status()).isEqualTo(200);
	}

	private void makePackage(String name, String more) {
		assertThat(api
			.send("PUT", "/packages/" + name,
					"{\"version\":\"1\",\"name\":\"n\",\"type\":\"FILE\",\"payload\":\"a.bin\"" + more + "}")
			.status()).isIn(200, 201);
	}

	private void label(String device, String labels) {
		assertThat(api.send("PUT", "/devices/" + device + "/labels", labels).status()).isEqualTo(200);
	}

}
