package io.fuota.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.fleet.Fleet;
import io.fuota.testing.ConsoleClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices, rules and settings in the console. */
@SharedTestServer
class ConsoleMorePagesIntegrationTests {

	private static final byte[] IMAGE = Esp32Image.of("demo", "1.1", 4096);

	private final TestServer server;

	private ConsoleClient console;

	ConsoleMorePagesIntegrationTests(TestServer server) {
		this.server = server;
		this.console = new ConsoleClient(server);
	}

	@BeforeEach
	void logIn() {
		console = ConsoleClient.loggedIn(server);
	}

	@Test
	void theDevicesPageTellsWhyADeviceGetsWhatItGets() {
		server.admin().upload("demo.bin", IMAGE);
		server.admin().assign("00001", "1.0", "demo.bin");
		assertThat(page("/console/device?id=00001")).contains("It was never seen.");
		new DeviceClient(server).get("/devices/00001?app_ver=1.0");
		assertThat(page("/console/device?id=00001")).contains("At its next check it is told to install demo.bin.")
			.contains("offered");
		new DeviceClient(server).get("/devices/00001?app_ver=0.5");
		assertThat(page("/console/device?id=00001"))
			.contains("It runs 0.5, and its assignment is for devices that run 1.0.");
		console.post("/console/device/forget", Map.of("id", "00001"));
		assertThat(page("/console/devices")).contains("The device 00001 is forgotten.");
		assertThat(console.get("/console/device?id=00001").status()).isEqualTo(404);
	}

	@Test
	void manyDevicesAreLabelledTogether() {
		server.admin().upload("demo.bin", IMAGE);
		server.admin().assign("lab-1", "1.0", "demo.bin");
		server.admin().assign("lab-2", "1.0", "demo.bin");
		server.admin().assign("field-1", "1.0", "demo.bin");
		console.post("/console/devices/label", Map.of("scope", "all", "prefix", "lab-", "newLabel", "bench"));
		assertThat(page("/console/devices?label=bench")).contains(">lab-1<")
			.contains(">lab-2<")
			.doesNotContain("field-1");
		console.post("/console/devices/label", Map.of("device", "lab-1", "newLabel", "bench", "removeLabel", "yes"));
		assertThat(page("/console/devices?label=bench"))
			.contains(">lab-2<", "1 device no longer has the label “bench”.")
			.doesNotContain(">lab-1<");
		for (String act : List.of("label", "release")) {
			RawResponse nobody = console.post("/console/devices/" + act, Map.of("newLabel", "x", "prefix", "lab-"));
			assertThat(nobody.required("Location")).isEqualTo("/console/devices?prefix=lab-");
			assertThat(page("/console/devices?prefix=lab-")).contains("notice lines bad", "No device is chosen.");
		}
		console.post("/console/device/labels", Map.of("id", "lab-1", "labels", "x".repeat(65)));
		assertThat(page("/console/device?id=lab-1")).contains("notice lines bad", "A label");
	}

	@Test
	void theCertificateCanBeDownloadedForDevices() throws GeneralSecurityException {
		RawResponse pem = console.get("/console/settings/certificate.pem");
		assertThat(pem.text()).contains("BEGIN CERTIFICATE").doesNotContain("KEY");
		byte[] certificate = CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(pem.body()))
			.getEncoded();
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate);
		assertThat(page("/console/settings")).contains(HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest))
			.contains("<dd>" + server.port() + "</dd>", "plain HTTP</dt><dd>off</dd>", "<dt>Java</dt>")
			.doesNotContain(TestServer.PASSWORD);
	}

	@Test
	void textIsCompressedForBrowsersThatTakeIt() {
		assertThat(console.get("/console/settings", "Accept-Encoding: gzip, br").required("Content-Encoding"))
			.isEqualTo("gzip");
		assertThat(console.get("/console/settings").header("Content-Encoding")).isEmpty();
		assertThat(console.get("/console/settings", "Accept-Encoding: gzip;q=0").header("Content-Encoding")).isEmpty();
	}

	@Test
	void rulesForMongooseDevicesAreSavedAndTested() {
		assertThat(page("/console/rules")).contains("No rule yet");
		RawResponse wrong = console.post("/console/rules", Map.of("rules", "esp32,1.*,<b>none.zip"));
		assertThat(wrong.status()).isEqualTo(400);
		assertThat(wrong.text()).contains("Line 1: There is no file &lt;b&gt;none.zip. Nothing was changed.");
		assertThat(console.post("/console/rules", Map.of("rules", "esp32,1.*,https://example.com/fw.zip\n*,*,\n"))
			.status()).isEqualTo(303);
		assertThat(page("/console/rules")).contains("2 rules are in force now.").contains("nothing: it stays as it is");
		String test = "/console/rules?deviceHeader=dev%20AABBCCDDEEFF&firmwareHeader=";
		assertThat(page(test + "esp32%201.5%20b1")).contains("Rule 1 is for it.")
			.contains("It is sent to https://example.com/fw.zip.");
		assertThat(page(test + "esp8266%202.0%20b1")).contains("Rule 2 is for it.").contains("It gets nothing.");
		assertThat(page(test + "esp32")).contains("don&#39;t say which device it is".replace("&#39;", "'"));
		assertThat(server.part(Fleet.class).find("dev")).as("a test has no effect").isEmpty();
		console.post("/console/rules", Map.of("rules", ""));
		assertThat(page("/console/rules")).contains("0 rules are in force now.");
	}

	private String page(String target) {
		RawResponse page = console.get(target);
		assertThat(page.status()).as("%s: %s", target, page).isEqualTo(200);
		return page.text();
	}

}
