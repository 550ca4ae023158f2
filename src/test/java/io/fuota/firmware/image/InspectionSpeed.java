package io.fuota.firmware.image;

import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.McubootImageBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast images of 4 MiB are looked into, beside the SHA-256 alone; {@code
 * bench/inspection} runs it. Each figure is the median of 41 rounds after a warm-up.
 */
final class InspectionSpeed {

	private static final int IMAGE_BYTES = 4 * 1024 * 1024;

	private static final int ROUNDS = 41;

	private static final int WARM_UP = 200;

	private InspectionSpeed() {
	}

	@SuppressWarnings("SystemOut") // A person started it and reads it.
	public static void main(String[] arguments) throws IOException {
		Map<String, byte[]> images = new LinkedHashMap<>();
		byte[] esp32 = new Esp32ImageBuilder(1).segments(IMAGE_BYTES / 2, IMAGE_BYTES / 4, IMAGE_BYTES / 4).build();
		images.put("ESP32", esp32);
		images.put("ESP32, signed", Esp32ImageBuilder.signed(esp32, "rsa"));
		images.put("MCUboot", new McubootImageBuilder(2).sizes(32, IMAGE_BYTES).build());
		Path file = Files.createTempFile("inspection", ".bin");
		try {
			for (Map.Entry<String, byte[]> image : images.entrySet()) {
				Files.write(file, image.getValue());
				double all = rate(image.getValue().length, () -> inspect(file));
				System.out.printf("%s: %.0f MB/s; SHA-256 alone, in memory: %.0f MB/s%n", image.getKey(), all,
						rate(image.getValue().length, () -> digest(image.getValue())));
			}
		}
		finally {
			Files.delete(file);
		}
	}

	/** Megabytes (10^6) a second. */
	private static double rate(int bytes, Work work) throws IOException {
		for (int i = 0; i < WARM_UP; i++) {
			work.run();
		}
		long[] nanos = new long[ROUNDS];
		for (int i = 0; i < ROUNDS; i++) {
			long begin = System.nanoTime();
			work.run();
			nanos[i] = System.nanoTime() - begin;
		}
		Arrays.sort(nanos);
		return bytes * 1_000.0 / nanos[ROUNDS / 2];
	}

	private static void inspect(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			if (!(ImageInspectors.inspect("image.bin", channel) instanceof Inspection.Recognised)) {
				throw new IllegalStateException("not recognised");
			}
		}
	}

	private static void digest(byte[] image) {
		MessageDigest digest = Digests.of("SHA-256");
		digest.update(image);
		if (digest.digest().length != 32) {
			throw new IllegalStateException("no SHA-256");
		}
	}

	/** What is measured. */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException;

	}

}
