package io.fuota.testing;

import java.util.Arrays;
import java.util.Random;

/**
 * {@code .fmu} files: to the server any bytes, since the devices' files are encrypted.
 */
public final class FmuFile {

	/** The file of docs/protocols/coap-fmu.md §2.5. */
	public static final String SAMPLE_NAME = "OTA-STM32L1-SPIRIT1_1_1_31_APP_0xF63D0305.fmu";

	/** Its product. */
	public static final String PID = "OTA-STM32L1-SPIRIT1";

	private static final int SAMPLE_SIZE = 90_624;

	private FmuFile() {
	}

	/**
	 * As long as the sample, and with its bytes where they are known: 16 at the begin of
	 * blocks 0 and 353.
	 */
	public static byte[] sample() {
		byte[] file = of(31, SAMPLE_SIZE);
		copy("2d 16 4d 71 8c df 01 65 2a 0f 06 08 c0 31 3f 70", file, 0);
		copy("6c 25 06 29 01 d1 e3 7a c5 0f a5 37 ed f6 46 6b", file, 353 * 256);
		return file;
	}

	/** Other bytes for each seed. */
	public static byte[] of(int seed, int size) {
		byte[] file = new byte[size];
		new Random(seed).nextBytes(file);
		return file;
	}

	/** The name of an application file. */
	public static String name(String pid, String version) {
		return pid + "_" + version.replace('.', '_') + "_APP_0x0.fmu";
	}

	/** The bytes of a block, fewer at the end. */
	public static byte[] block(byte[] file, int number, int size) {
		return Arrays.copyOfRange(file, number * size, Math.min(file.length, (number + 1) * size));
	}

	private static void copy(String hex, byte[] file, int position) {
		byte[] bytes = CoapProbe.hex(hex);
		System.arraycopy(bytes, 0, file, position, bytes.length);
	}

}
