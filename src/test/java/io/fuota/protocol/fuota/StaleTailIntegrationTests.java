package io.fuota.protocol.fuota;

import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32Constants;
import io.fuota.testing.Esp32Image;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.SimulatedEsp32;
import io.fuota.testing.SimulatedEsp32.OtaResult;
import io.fuota.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A device that was offered a long name and then a shorter one asks for the short name
 * with the tail of the long one (docs/protocols/esp32-fuota-https.md §1.2). It gets the
 * file it was offered last.
 */
@SharedTestServer
class StaleTailIntegrationTests {

	private static final byte[] LONG = Esp32Image.of("demo", "0.1.1", 2048);

	private static final byte[] SHORT = Esp32Image.of("demo", "0.1.2", 4096);

	private final DeviceClient device;

	private final AdminClient admin;

	private final SimulatedEsp32 esp32;

	StaleTailIntegrationTests(TestServer server) {
		this.device = new DeviceClient(server);
		this.admin = server.admin();
		this.esp32 = new SimulatedEsp32(Esp32Constants.of(server), "00001", "0.1.0");
	}

	@BeforeEach
	void files() {
		this.admin.upload("firmware-0.1.1.bin", LONG);
		this.admin.upload("fw.bin", SHORT);
	}

	@Test
	void aDeviceWithAStaleTailInItsBufferInstallsWhatItWasOfferedLast() {
		this.admin.assign("00001", "0.1.0", "firmware-0.1.1.bin");
		assertThat(this.esp32.check()).isEqualTo(OtaResult.OTA_OK);
		this.admin.assign("00001", "0.1.0", "fw.bin");
		assertThat(this.esp32.check()).isEqualTo(OtaResult.OTA_OK);
		assertThat(this.esp32.path()).isEqualTo("fw.binre-0.1.1.bin");
		assertThat(this.esp32.download()).isEqualTo(OtaResult.OTA_OK);
		assertThat(this.esp32.installed()).isEqualTo(SHORT);
		assertThat(this.esp32.version()).isEqualTo("0.1.2");
	}

	@Test
	void theShortNameWithATailIsTheShortFile() {
		offer("fw.bin");
		assertThat(this.device.get("/files/fw.bin").rawBody()).isEqualTo(SHORT);
		assertThat(this.device.get("/files/fw.binre-0.1.1.bin").rawBody()).isEqualTo(SHORT);
		assertThat(this.device.get("/files/fw.bin%7E").rawBody()).isEqualTo(SHORT);
	}

	@Test
	void aNameThatExistsIsThatFileWhateverWasOffered() {
		this.admin.upload("fw.bin.old", LONG);
		offer("fw.bin");
		assertThat(this.device.get("/files/fw.bin.old").rawBody()).isEqualTo(LONG);
		assertThat(this.device.get("/files/firmware-0.1.1.bin").rawBody()).isEqualTo(LONG);
	}

	@Test
	void aNameThatBeginsOtherwiseIsStillUnknown() {
		offer("fw.bin");
		assertThat(this.device.get("/files/fw.bi").status()).isEqualTo(404);
		assertThat(this.device.get("/files/xfw.bine").status()).isEqualTo(404);
		assertThat(this.device.get("/files/FW.bine").status()).isEqualTo(404);
	}

	@Test
	void ofTwoOffersThatFitTheLaterOneCounts() {
		this.admin.upload("fw", LONG);
		offer("fw.bin");
		offer("fw");
		assertThat(this.device.get("/files/fw.binary").rawBody()).isEqualTo(LONG);
		offer("fw.bin");
		assertThat(this.device.get("/files/fw.binary").rawBody()).isEqualTo(SHORT);
	}

	@Test
	void devicesBehindOneAddressEachGetWhatTheyWereOffered() {
		offer("fw.bin");
		offer("firmware-0.1.1.bin");
		assertThat(this.device.get("/files/fw.bin-tail").rawBody()).isEqualTo(SHORT);
		assertThat(this.device.get("/files/firmware-0.1.1.bin-tail").rawBody()).isEqualTo(LONG);
	}

	@Test
	void aNameThatWasOfferedAndIsGoneIsUnknown() {
		offer("fw.bin");
		this.admin.delete("/devices/00001");
		this.admin.delete("/files/fw.bin");
		assertThat(this.device.get("/files/fw.bin").status()).isEqualTo(404);
		assertThat(this.device.get("/files/fw.bintail").status()).isEqualTo(404);
	}

	@Test
	void rangesAndTagsOfTheTailedNameAreThoseOfTheShortFile() {
		offer("fw.bin");

		String etag = this.device.head("/files/fw.bin").required("ETag");
		assertThat(this.device.getWith("/files/fw.bintail", "Range: bytes=10-19", "If-Range: " + etag)
			.required("Content-Range")).isEqualTo("bytes 10-19/4096");
		assertThat(this.device.head("/files/fw.bintail").required("ETag")).isEqualTo(etag);
	}

	private void offer(String name) {
		this.admin.assign("00001", "0.1.0", name);
		assertThat(this.device.get("/devices/00001?app_ver=0.1.0").text()).isEqualTo(name);
	}

}
