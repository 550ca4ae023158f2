package io.fuota.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fuota.testing.BundleReader.Outcome;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The simulated device refuses what a real one refuses. */
class BundleReaderTests {

	private static final byte[] DEMO = golden();

	@Test
	void theSmallestBundleIsTaken() throws IOException {
		assertThat(read(DEMO, "esp32", "1.0")).isEqualTo(new Outcome.Written("1.1", "20240102-030405/gabcdef0"));
		assertThat(read(DEMO, "ESP32", "1.1")).isEqualTo(new Outcome.Same());
		assertThat(read(DEMO, "esp", "1.0")).as("a prefix").isInstanceOf(Outcome.Written.class);
	}

	@Test
	void whatIsntForItIsRefused() throws IOException {
		assertRefused(DEMO, "esp8266", "wrong platform");
		assertRefused(changed(8, 8), "esp32", "compressed, without its size, or with a long name");
		assertRefused(changed(6, 8), "esp32", "compressed, without its size, or with a long name");
		assertRefused(changed(50, 'x'), "esp32", "CRC");
		assertRefused(changed(0, 'x'), "esp32", "no entry");
		assertRefused(Arrays.copyOfRange(DEMO, 406, DEMO.length), "esp32", "the manifest isn't first");
	}

	@Test
	void aBundleThatEndsIsAnError() {
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read(Arrays.copyOf(DEMO, 450), "esp32", "1.0"));
	}

	private static void assertRefused(byte[] bundle, String platform, String why) throws IOException {
		assertThat(read(bundle, platform, "1.0")).isEqualTo(new Outcome.Refused(why));
	}

	private static Outcome read(byte[] bundle, String platform, String version) throws IOException {
		return BundleReader.read(new ByteArrayInputStream(bundle), platform, version, "20240102-030405/gabcdef0");
	}

	private static byte[] changed(int offset, int value) {
		byte[] bundle = DEMO.clone();
		bundle[offset] = (byte) value;
		return bundle;
	}

	private static byte[] golden() {
		try (InputStream bytes = BundleReaderTests.class.getResourceAsStream("/mongoose/demo-1.1.zip")) {
			return Objects.requireNonNull(bytes).readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
