package io.fuota.firmware.image;

import io.fuota.testing.BundleBuilder;
import io.fuota.testing.Esp32ImageBuilder;
import io.fuota.testing.McubootImageBuilder;
import io.fuota.testing.SuitBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Whole images of every format, and a mutator that breaks them in all kinds of ways. */
final class Seeds {

	private static final int[] INTERESTING = { 0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000,
			0xffffffff };

	private Seeds() {
	}

	static List<byte[]> all() {
		byte[] app = new byte[700];
		byte[] fs = new byte[300];
		BundleBuilder bundle = new BundleBuilder();
		bundle.add("manifest.json", BundleBuilder.manifest(app, fs)).extra(0x293a, "{\"sig0\":\"MEUC\"}");
		bundle.add("demo.bin", app);
		bundle.add("fs.img", fs);
		byte[] esp32 = new Esp32ImageBuilder(1).segments(512, 64, 64).build();
		byte[] mcuboot = new McubootImageBuilder(2).sizes(32, 500)
			.shielded(0x50, new byte[4])
			.shielded(0x40, new byte[12])
			.open(0x01, new byte[32])
			.open(0x22, new byte[70])
			.build();
		byte[] parameters = SuitBuilder.map(SuitBuilder.number(1), SuitBuilder.bytes(new byte[16]),
				SuitBuilder.number(2), SuitBuilder.bytes(new byte[16]), SuitBuilder.number(21),
				SuitBuilder.text("coap://[2001:db8::1]/a"));
		byte[] suit = SuitBuilder.signed(SuitBuilder.manifest(1, SuitBuilder.number(5), parameters));
		return List.of(esp32, Esp32ImageBuilder.signed(esp32, "rsa", "p384"), mcuboot, bundle.build(), suit);
	}

	/**
	 * One to eight changes: bits, numbers, cuts, insertions, a piece of another image.
	 */
	static byte[] mutated(List<byte[]> seeds, Random random) {
		byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
		for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
			int at = place(bytes, random);
			bytes = switch (random.nextInt(7)) {
				case 0 -> changed(bytes, at, bytes[at] ^ 1 << random.nextInt(8), 1, random);
				case 1 -> changed(bytes, at, random.nextInt(), 1, random);
				case 2 -> changed(bytes, at, INTERESTING[random.nextInt(INTERESTING.length)], 2, random);
				case 3 -> changed(bytes, at, INTERESTING[random.nextInt(INTERESTING.length)], 4, random);
				case 4 -> Arrays.copyOf(bytes, at);
				case 5 -> spliced(bytes, at, bytes, random);
				default -> spliced(bytes, at, seeds.get(random.nextInt(seeds.size())), random);
			};
		}
		return bytes;
	}

	/** Most of what decides stands at the begin. */
	private static int place(byte[] bytes, Random random) {
		return random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(Math.min(64, bytes.length));
	}

	private static byte[] changed(byte[] bytes, int at, int value, int length, Random random) {
		int little = random.nextBoolean() ? Integer.reverseBytes(value) : value << (8 * (4 - length));
		byte[] number = ByteBuffer.allocate(4).putInt(little).array();
		for (int i = 0; i < length && at + i < bytes.length; i++) {
			bytes[at + i] = number[i];
		}
		return bytes;
	}

	private static byte[] spliced(byte[] bytes, int at, byte[] other, Random random) {
		int from = random.nextInt(other.length);
		int length = random.nextInt(Math.min(other.length - from, 2_000) + 1);
		ByteBuffer joined = ByteBuffer.allocate(bytes.length + length);
		joined.put(bytes, 0, at).put(other, from, length).put(bytes, at, bytes.length - at);
		return joined.array();
	}

}
