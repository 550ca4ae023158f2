package io.fuota.protocol.fuota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.testing.AdminClient;
import io.fuota.testing.DeviceClient;
import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.RawResponse;
import io.fuota.testing.SharedTestServer;
import io.fuota.testing.TestServer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code PUT /files/{name}} looks into what it is given (docs/images.md). */
@SharedTestServer
@ExtendWith(OutputCaptureExtension.class)
class ImageUploadIntegrationTests {

	private static final byte[] WHOLE = new Esp32ImageBuilder(1).chip(9).version("1.2.3").build();

	private static final byte[] BROKEN = new Esp32ImageBuilder(2).patch(1, 17).build();

	private static final String SENTENCE = "The ESP32 image is broken: its number of segments, at byte 1, is 17"
			+ " and should be 1 to 16.";

	private final TestServer server;

	private final DeviceClient device;

	private final AdminClient admin;

	ImageUploadIntegrationTests(TestServer server) {
		this.server = server;
		this.device = new DeviceClient(server);
		this.admin = server.admin();
	}

	@Test
	void whatWasFoundIsKnownAndInTheLog(CapturedOutput output) {
		admin.upload("lamp.bin", WHOLE);
		FirmwareFile file = file("lamp.bin");
		assertThat(file.image().flatMap(ImageFacts::hardware)).hasValue("esp32s3");
		assertThat(file.image().flatMap(ImageFacts::version)).hasValue("1.2.3");
		assertThat(file.flaw()).isEmpty();
		assertThat(file.isForced()).isFalse();
		await().untilAsserted(() -> assertThat(output)
			.containsPattern("upload file=lamp\\.bin size=\\d+ sha256=\\w+ format=ESP32 version=1\\.2\\.3 answer=200"));
	}

	@Test
	void brokenImageIsRefusedWithOneSentenceAndChangesNothing(CapturedOutput output) {
		admin.upload("lamp.bin", WHOLE);
		RawResponse answer = put("/files/lamp.bin", BROKEN);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.text()).startsWith(SENTENCE + " (error ");
		assertThat(device.get("/files/lamp.bin").rawBody()).isEqualTo(WHOLE);
		assertThat(server.filesUnder("incoming")).isEmpty();
		assertThat(file("lamp.bin").image().flatMap(ImageFacts::version)).hasValue("1.2.3");
		await().untilAsserted(() -> assertThat(output).containsPattern("upload file=lamp\\.bin error=.* answer=400"));
	}

	@Test
	void adminCanForceABrokenImageIn(CapturedOutput output) {
		assertThat(put("/files/lamp.bin?force=true", BROKEN).status()).isEqualTo(200);
		assertThat(device.get("/files/lamp.bin").rawBody()).isEqualTo(BROKEN);
		FirmwareFile file = file("lamp.bin");
		assertThat(file.isForced()).isTrue();
		assertThat(file.image()).isEmpty();
		assertThat(file.flaw()).hasValueSatisfying(flaw -> assertThat(flaw.message()).isEqualTo(SENTENCE));
		await().untilAsserted(
				() -> assertThat(output).contains("format=ESP32 broken=\"number of segments\" forced=true answer=200"));
	}

	@Test
	void forceOnAWholeImageIsNotRecorded() {
		assertThat(put("/files/lamp.bin?force=true", WHOLE).status()).isEqualTo(200);
		assertThat(file("lamp.bin").isForced()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "force", "force=", "force=yes", "force=TRUE", "force=true&force=true", "a=b&force=1" })
	void forceIsTrueOrFalse(String query) {
		assertThat(put("/files/lamp.bin?" + query, WHOLE).status()).isEqualTo(400);
		assertThat(server.part(FirmwareCatalogue.class).find("lamp.bin")).isEmpty();
	}

	@Test
	void forceFalseAndOtherParametersChangeNothing() {
		assertThat(put("/files/lamp.bin?force=false", BROKEN).status()).isEqualTo(400);
		assertThat(put("/files/lamp.bin?enforce=true", BROKEN).status()).isEqualTo(400);
		assertThat(put("/files/lamp.bin?x=y", WHOLE).status()).isEqualTo(200);
	}

	@Test
	void bytesOfNoKnownFormatAreTaken() {
		admin.upload("notes.txt", new byte[] { (byte) 0xe9, 1, 2, 3 });
		assertThat(file("notes.txt").inspection()).isPresent();
		assertThat(file("notes.txt").image()).isEmpty();
		assertThat(file("notes.txt").flaw()).isEmpty();
	}

	@Test
	void imageCutOffOnItsWayIsRefused() {
		byte[] half = Arrays.copyOf(WHOLE, WHOLE.length / 2);
		assertThat(put("/files/lamp.bin", half).text()).contains("length of segment");
	}

	private RawResponse put(String target, byte[] body) {
		return admin.put(target, "application/octet-stream", body);
	}

	private FirmwareFile file(String name) {
		return server.part(FirmwareCatalogue.class).find(name).orElseThrow();
	}

}
