import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Random;

/**
 * What SHA-256 over the bytes of a download would cost: seconds of CPU per GB, in blocks as they are sent. To be set beside the
 * server's CPU per GB served, which bench/run measures. Run: java bench/HashAlong.java
 */
public final class HashAlong {

	private static final int BLOCK = 64 * 1024;

	private static final long BYTES = 2_000_000_000L;

	private static final int ROUNDS = 5;

	private HashAlong() {
	}

	public static void main(String... arguments) throws Exception {
		byte[] block = new byte[BLOCK];
		new Random(1).nextBytes(block);
		for (String algorithm : new String[] { "SHA-256", "SHA-1", "MD5" }) {
			double best = Double.MAX_VALUE;
			for (int round = 0; round < ROUNDS; round++) {
				best = Math.min(best, cpuSeconds(algorithm, block));
			}
			System.out.printf(Locale.ROOT, "%-8s %.2f CPU-s per GB, %.2f GB/s%n", algorithm, best, 1 / best);
		}
	}

	/** For 10^9 bytes, on this thread. */
	private static double cpuSeconds(String algorithm, byte[] block) throws Exception {
		MessageDigest digest = MessageDigest.getInstance(algorithm);
		long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		for (long left = BYTES; left > 0; left -= block.length) {
			digest.update(block);
		}
		digest.digest();
		long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
		return used / (double) BYTES;
	}

}
