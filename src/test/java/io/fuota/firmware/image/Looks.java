package io.fuota.firmware.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuota.testing.MemoryChannel;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Looks into bytes in memory, and says what should have been found. */
final class Looks {

	private Looks() {
	}

	static Inspection into(String fileName, byte[] bytes) {
		try {
			return ImageInspectors.inspect(fileName, new MemoryChannel(bytes));
		}
		catch (IOException impossible) {
			throw new UncheckedIOException(impossible);
		}
	}

	static Inspection into(byte[] bytes) {
		return into("firmware.bin", bytes);
	}

	static ImageFacts recognised(byte[] bytes) {
		Inspection found = into(bytes);
		if (found instanceof Inspection.Recognised(var facts)) {
			return facts;
		}
		throw new AssertionError("not recognised: " + found);
	}

	static BrokenImage broken(byte[] bytes) {
		return broken("firmware.bin", bytes);
	}

	static BrokenImage broken(String fileName, byte[] bytes) {
		Inspection found = into(fileName, bytes);
		if (found instanceof Inspection.Broken(var flaw)) {
			assertThat(flaw.message()).startsWith("The ").endsWith(".").doesNotContain("\n");
			return flaw;
		}
		throw new AssertionError("not broken: " + found);
	}

	static void opaque(byte[] bytes) {
		assertThat(into(bytes)).isEqualTo(new Inspection.Opaque());
	}

}
