package io.fuota.firmware.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fuota.testing.BundleBuilder;
import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.McubootImageBuilder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Hostile images cost neither time nor memory. The figures are processor time and
 * allocated bytes of this thread: a busy machine changes neither.
 */
class MutatedImagesFaultTests {

	private static final Duration HOW_LONG = Duration.ofSeconds(30);

	private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long MOST_BYTES = 8L * 1024 * 1024;

	private static final int LARGE = 32 * 1024 * 1024;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void mutatedImagesTakeNoTimeAndNoMemory() {
		List<byte[]> seeds = Seeds.all();
		long seed = System.nanoTime();
		Random random = new Random(seed);
		long end = System.nanoTime() + HOW_LONG.toNanos();
		while (System.nanoTime() < end) {
			assertCheap("seed " + seed, Seeds.mutated(seeds, random));
		}
	}

	@TestFactory
	Stream<DynamicTest> largeImagesTakeNoMemory() {
		// One at a time in memory.
		Map<String, Supplier<byte[]>> images = Map.of("ESP32, signed three times",
				() -> Esp32ImageBuilder.signed(new Esp32ImageBuilder(1).segments(LARGE).build(), "p384", "p384",
						"p384"), //
				"MCUboot", () -> new McubootImageBuilder(2).sizes(32, LARGE).digest("SHA-384").build(), //
				"MCUboot with 1,500 digests", MutatedImagesFaultTests::manyDigests, //
				"bundle", MutatedImagesFaultTests::bundle, //
				"envelope of one large member", MutatedImagesFaultTests::envelope);
		return images.entrySet()
			.stream()
			.map(image -> DynamicTest.dynamicTest(image.getKey(),
					() -> assertCheapOnceWarm(image.getKey(), image.getValue().get())));
	}

	private static byte[] manyDigests() {
		McubootImageBuilder image = new McubootImageBuilder(4).sizes(32, LARGE);
		for (int i = 0; i < 1_500; i++) {
			image.open(i % 2 == 0 ? 0x50 : 0x01, new byte[4]);
		}
		return image.build();
	}

	private static byte[] bundle() {
		byte[] app = new byte[LARGE];
		BundleBuilder bundle = new BundleBuilder();
		bundle.add("manifest.json", BundleBuilder.manifest(app, new byte[1]));
		bundle.add("demo.bin", app);
		return bundle.build();
	}

	private static byte[] envelope() {
		byte[] begin = { (byte) 0xa2, 2, 0x44, (byte) 0x81, 0x41, 0, 0, 3, 0x5a, 1, 0, 0, 0 };
		return Arrays.copyOf(begin, LARGE);
	}

	/** What the JDK's digests allocate while they are still interpreted isn't meant. */
	private void assertCheapOnceWarm(String what, byte[] image) {
		Looks.into(image);
		assertCheap(what, image);
	}

	private void assertCheap(String what, byte[] image) {
		long thread = Thread.currentThread().threadId();
		long allocated = threads.getThreadAllocatedBytes(thread);
		long spent = threads.getCurrentThreadCpuTime();
		Inspection found = Looks.into(image);
		assertThat(threads.getCurrentThreadCpuTime() - spent).as("ns for %s: %s", what, found).isLessThan(MOST_NANOS);
		assertThat(threads.getThreadAllocatedBytes(thread) - allocated).as("bytes for %s: %s", what, found)
			.isLessThan(MOST_BYTES);
	}

}
