package io.fuota.protocol.mongoose;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from the headers of a device. */
class MongooseRequestTests {

	private static final String FIRMWARE = "esp32 1.0 20181126-182907/2.8.0-47-g7db8cdacf-dirty";

	@ParameterizedTest
	@CsvSource({ "esp32_0A1B2C 246F280A1B2C,esp32_0A1B2C", "- 246F280A1B2C,246F280A1B2C",
			"kitchen lamp 246F280A1B2C,kitchen lamp", "alone,alone", "näh 246F280A1B2C,näh", "lamp -,lamp" })
	void theLastWordIsTheMacAndTheRestTheId(String header, String id) {
		assertThat(parse(header, FIRMWARE).orElseThrow().device()).isEqualTo(new DeviceId(id));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "-", "- -", "a/b 246F280A1B2C", "a\\b 246F280A1B2C" })
	void aDeviceWithoutANameIsNobody(String header) {
		assertThat(parse(header, FIRMWARE)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "esp32", " esp32 " })
	void platformAndVersionAreNeeded(String header) {
		assertThat(parse("lamp 1", header)).isEmpty();
	}

	@Test
	void theRestIsTheBuildId() {
		MongooseRequest request = parse("lamp 1", FIRMWARE).orElseThrow();
		assertThat(request.platform()).isEqualTo("esp32");
		assertThat(request.version()).isEqualTo("1.0");
		assertThat(request.buildId()).isEqualTo("20181126-182907/2.8.0-47-g7db8cdacf-dirty");
		ReportedVersion running = request.report().running();
		assertThat(running.is("1.0")).isTrue();
		assertThat(running.is("1.0 20181126-182907/2.8.0-47-g7db8cdacf-dirty")).isTrue();
		assertThat(running.is("1.0 20181126-182908/x")).isFalse();
	}

	@Test
	void aDeviceThatSaysNoBuildRunsAnyOfItsVersion() {
		ReportedVersion running = parse("lamp 1", "esp32 1.0").orElseThrow().report().running();
		assertThat(running.is("1.0 x")).isTrue();
		assertThat(running.is("1.0.1 x")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "demo/1.0 (MongooseOS/2.8.0; esp32)|demo",
			"my app/1.0 (MongooseOS/2.8.0-12-gabc; esp8266)|my app" })
	void theUserAgentNamesTheApplication(String header, String application) {
		assertThat(MongooseRequest.parse("lamp 1", FIRMWARE, header).orElseThrow().application()).hasValue(application);
	}

	@ParameterizedTest
	@ValueSource(strings = { "curl/8.0", "demo (MongooseOS/1; esp32)", "/1 (MongooseOS/1; esp32)" })
	void anotherUserAgentNamesNone(String header) {
		assertThat(MongooseRequest.parse("lamp 1", FIRMWARE, header).orElseThrow().application()).isEmpty();
	}

	@Test
	void textsHaveLimits() {
		assertThat(parse("lamp 1", "e 1." + "0".repeat(251) + " x")).isPresent();
		assertThat(parse("lamp 1", "e 1." + "0".repeat(252) + " x")).isEmpty();
		assertThat(parse("x".repeat(255) + " 1", FIRMWARE)).isPresent();
		assertThat(parse("x".repeat(256) + " 1", FIRMWARE)).isEmpty();
		assertThat(parse("lamp 1", "e".repeat(256) + " 1 x")).isEmpty();
	}

	@Test
	void anyBytesAreReadWithoutHarm() {
		Random random = new Random(8);
		for (int i = 0; i < 20_000; i++) {
			parse(noise(random), noise(random));
		}
		assertThat(parse("l\u0001amp 1", FIRMWARE)).isEmpty();
		assertThat(parse("lamp 1", "esp32 1\u0001 x")).isEmpty();
	}

	private static String noise(Random random) {
		String alphabet = "ab -/\\\u0000\u00ff\u00c3\u00a4 1.";
		StringBuilder text = new StringBuilder();
		int length = random.nextInt(12);
		for (int i = 0; i < length; i++) {
			text.append(alphabet.charAt(random.nextInt(alphabet.length())));
		}
		return text.toString();
	}

	/** As the container hands headers over: a character for each byte. */
	private static Optional<MongooseRequest> parse(String device, String firmware) {
		return MongooseRequest.parse(latin1(device), latin1(firmware), null);
	}

	private static String latin1(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
	}

}
