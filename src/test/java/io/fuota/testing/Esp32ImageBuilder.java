package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Makes applications for chips of the ESP32 family, whole or with one thing wrong. The
 * layout is that of ESP-IDF's {@code esp_app_format.h}, {@code esp_app_desc.h} and the
 * guide "Secure Boot v2".
 */
public final class Esp32ImageBuilder {

	/** Of a signature block. */
	public static final int BLOCK_BYTES = 1216;

	public static final int SECTOR_BYTES = 4096;

	private static final int BLOCK_CRC_AT = 1196;

	private final List<Integer> segments = new ArrayList<>(List.of(1024, 512, 256));

	private final Map<Integer, byte[]> patches = new TreeMap<>();

	private final Random random;

	private int chip;

	private boolean digestAppended = true;

	private String project = "demo";

	private String version = "1.0";

	private int secureVersion;

	private int lowestRevision;

	private int highestRevision = 0xffff;

	public Esp32ImageBuilder(long seed) {
		this.random = new Random(seed);
	}

	public Esp32ImageBuilder chip(int id) {
		this.chip = id;
		return this;
	}

	/** Lengths in bytes; the first has the descriptor. */
	public Esp32ImageBuilder segments(Integer... lengths) {
		this.segments.clear();
		this.segments.addAll(List.of(lengths));
		return this;
	}

	public Esp32ImageBuilder digestAppended(boolean yes) {
		this.digestAppended = yes;
		return this;
	}

	public Esp32ImageBuilder project(String name) {
		this.project = name;
		return this;
	}

	public Esp32ImageBuilder version(String text) {
		this.version = text;
		return this;
	}

	public Esp32ImageBuilder secureVersion(int value) {
		this.secureVersion = value;
		return this;
	}

	/** Major × 100 + minor. */
	public Esp32ImageBuilder revisions(int lowest, int highest) {
		this.lowestRevision = lowest;
		this.highestRevision = highest;
		return this;
	}

	/**
	 * Puts other bytes somewhere, before checksum and digest are calculated: nothing but
	 * what they mean is wrong then.
	 */
	public Esp32ImageBuilder patch(int offset, int... bytes) {
		byte[] raw = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			raw[i] = (byte) bytes[i];
		}
		this.patches.put(offset, raw);
		return this;
	}

	public byte[] build() {
		int end = 24 + this.segments.stream().mapToInt((length) -> 8 + length).sum();
		int checksumAt = end | 15;
		byte[] image = new byte[checksumAt + 1];
		ByteBuffer out = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
		out.put((byte) 0xE9).put((byte) this.segments.size()).put((byte) 2).put((byte) 0x20).putInt(0x40080000);
		out.put((byte) 0xEE).put(new byte[3]).putShort((short) this.chip).put((byte) 0);
		out.putShort((short) this.lowestRevision).putShort((short) this.highestRevision).put(new byte[4]);
		out.put((byte) (this.digestAppended ? 1 : 0));
		for (int length : this.segments) {
			out.putInt(0x3F400020).putInt(length);
			byte[] data = new byte[length];
			this.random.nextBytes(data);
			out.put(data);
		}
		if (this.segments.getFirst() >= 256) {
			putDescriptor(out);
		}
		this.patches.forEach((offset, bytes) -> System.arraycopy(bytes, 0, image, offset, bytes.length));
		image[checksumAt] = checksum(image);
		return this.digestAppended ? join(image, digest("SHA-256", image)) : image;
	}

	private void putDescriptor(ByteBuffer out) {
		out.position(32);
		out.putInt(0xABCD5432).putInt(this.secureVersion).putLong(0);
		out.put(text(this.version, 32)).put(text(this.project, 32)).put(text("10:11:12", 16));
		out.put(text("Nov 21 2026", 16)).put(text("v5.5.1", 32)).put(digest("SHA-256", new byte[0]));
		out.putShort((short) 0).putShort((short) 99).put((byte) 16).put(new byte[75]);
	}

	private byte checksum(byte[] image) {
		byte checksum = (byte) 0xEF;
		int at = 24;
		for (int length : this.segments) {
			for (int i = at + 8; i < at + 8 + length; i++) {
				checksum ^= image[i];
			}
			at += 8 + length;
		}
		return checksum;
	}

	/**
	 * Pads to a sector, as espsecure does, and adds a sector with these signature blocks.
	 * @param kinds of {@code rsa}, {@code p192}, {@code p256}, {@code p384}
	 */
	public static byte[] signed(byte[] image, String... kinds) {
		byte[] padded = padded(image);
		ByteArrayOutputStream blocks = new ByteArrayOutputStream();
		for (String kind : kinds) {
			blocks.writeBytes(block(kind, padded));
		}
		byte[] sector = new byte[SECTOR_BYTES];
		Arrays.fill(sector, (byte) 0xFF);
		System.arraycopy(blocks.toByteArray(), 0, sector, 0, blocks.size());
		return join(padded, sector);
	}

	/** The image in whole sectors, filled up with FF as erased flash is. */
	public static byte[] padded(byte[] image) {
		int length = (image.length + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
		byte[] padded = Arrays.copyOf(image, length);
		Arrays.fill(padded, image.length, length, (byte) 0xFF);
		return padded;
	}

	/** Makes the CRC-32 of a changed signature block right again. */
	public static void sealBlock(byte[] image, int blockAt) {
		CRC32 crc = new CRC32();
		crc.update(image, blockAt, BLOCK_CRC_AT);
		ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(blockAt + BLOCK_CRC_AT, (int) crc.getValue());
	}

	private static byte[] block(String kind, byte[] padded) {
		byte[] block = new byte[BLOCK_BYTES];
		new Random(kind.hashCode()).nextBytes(block);
		boolean rsa = kind.equals("rsa");
		boolean p384 = kind.equals("p384");
		byte[] digest = digest(p384 ? "SHA-384" : "SHA-256", padded);
		ByteBuffer out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
		out.put((byte) 0xE7).put((byte) (rsa ? 2 : 3)).put((byte) (p384 ? 1 : 0)).put((byte) 0).put(digest);
		if (!rsa) {
			block[4 + digest.length] = (byte) (1 + List.of("p192", "p256", "p384").indexOf(kind));
		}
		Arrays.fill(block, BLOCK_CRC_AT + 4, BLOCK_BYTES, (byte) 0);
		sealBlock(block, 0);
		return block;
	}

	public static byte[] digest(String algorithm, byte[] bytes) {
		try {
			return MessageDigest.getInstance(algorithm).digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static byte[] join(byte[] first, byte[] second) {
		byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

	private static byte[] text(String value, int length) {
		return Arrays.copyOf(value.getBytes(StandardCharsets.UTF_8), length);
	}

}
