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
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile images cost neither time nor memory. The figures are processor time and
 * allocated bytes of this thread: a busy machine changes neither.
 */
class MutatedImagesFaultTests {

	private static final Duration HOW_LONG = Duration.ofSeconds(30);

	private static final long MOST_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long MOST_BYTES = 8L * 1024 * 1024;

	private static final int LARGE = 64 * 1024 * 1024;

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

	static Stream<byte[]> largeImages() {
		byte[] app = new byte[LARGE];
		BundleBuilder bundle = new BundleBuilder();
		bundle.add("manifest.json", BundleBuilder.manifest(app, new byte[1]));
		bundle.add("demo.bin", app);
		byte[] envelope = Arrays.copyOf(new byte[] { (byte) 0xa2, 2, 0x41, (byte) 0x80, 3, 0x5a, 3, (byte) 0xff, 0 },
				LARGE);
		byte[] records = new McubootImageBuilder(3).sizes(32, LARGE).digest("SHA-512").open(0x10, new byte[32]).build();
		McubootImageBuilder many = new McubootImageBuilder(4).sizes(32, LARGE);
		for (int i = 0; i < 1_500; i++) {
			many.open(0x10, new byte[32]);
		}
		return Stream.of(Esp32ImageBuilder.signed(new Esp32ImageBuilder(1).segments(LARGE).build(), "p384", "p384"),
				new McubootImageBuilder(2).sizes(32, LARGE).digest("SHA-384").build(), records, many.build(),
				bundle.build(), envelope);
	}

	@ParameterizedTest
	@MethodSource("largeImages")
	void largeImagesTakeNoMemory(byte[] image) {
		assertCheap(image.length + " bytes", image);
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
