package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Makes images for MCUboot, whole or with one thing wrong, in the layout of its
 * docs/design.md, "Image format", with protected records as its imgtool writes them.
 */
public final class McubootImageBuilder {

	private final Map<Integer, byte[]> patches = new TreeMap<>();

	private final ByteArrayOutputStream shielded = new ByteArrayOutputStream();

	private final ByteArrayOutputStream open = new ByteArrayOutputStream();

	private final Random random;

	private int headerBytes = 512;

	private int bodyBytes = 10_000;

	private int flags;

	private String digest = "SHA-256";

	public McubootImageBuilder(long seed) {
		this.random = new Random(seed);
	}

	public McubootImageBuilder sizes(int header, int body) {
		this.headerBytes = header;
		this.bodyBytes = body;
		return this;
	}

	public McubootImageBuilder flags(int value) {
		this.flags = value;
		return this;
	}

	/** SHA-256, SHA-384 or SHA-512; empty for none. */
	public McubootImageBuilder digest(String algorithm) {
		this.digest = algorithm;
		return this;
	}

	/** A record that the digest covers. */
	public McubootImageBuilder shielded(int type, byte... value) {
		record(this.shielded, type, value);
		return this;
	}

	/** A record behind the digest. */
	public McubootImageBuilder open(int type, byte... value) {
		record(this.open, type, value);
		return this;
	}

	/** Puts other bytes somewhere before the digest is calculated. */
	public McubootImageBuilder patch(int offset, int... bytes) {
		byte[] raw = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			raw[i] = (byte) bytes[i];
		}
		this.patches.put(offset, raw);
		return this;
	}

	/** Where the areas of records begin. */
	public int bodyEnd() {
		return this.headerBytes + this.bodyBytes;
	}

	/** How many bytes the protected area has. */
	public int shieldedBytes() {
		return (this.shielded.size() == 0) ? 0 : 4 + this.shielded.size();
	}

	public byte[] build() {
		byte[] image = new byte[bodyEnd() + shieldedBytes()];
		this.random.nextBytes(image);
		ByteBuffer out = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
		out.putInt(0x96f3b83d).putInt(0x08010000).putShort((short) this.headerBytes);
		out.putShort((short) shieldedBytes()).putInt(this.bodyBytes).putInt(this.flags);
		out.put((byte) 1).put((byte) 2).putShort((short) 3).putInt(4).putInt(0);
		if (shieldedBytes() > 0) {
			out.position(bodyEnd());
			out.putShort((short) 0x6908).putShort((short) shieldedBytes()).put(this.shielded.toByteArray());
		}
		this.patches.forEach((offset, bytes) -> System.arraycopy(bytes, 0, image, offset, bytes.length));
		ByteArrayOutputStream records = new ByteArrayOutputStream();
		switch (this.digest) {
			case "SHA-256" -> record(records, 0x10, digest(image));
			case "SHA-384" -> record(records, 0x11, digest(image));
			case "SHA-512" -> record(records, 0x12, digest(image));
			default -> {
				// Without one.
			}
		}
		records.writeBytes(this.open.toByteArray());
		ByteBuffer info = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
		info.putShort((short) 0x6907).putShort((short) (4 + records.size()));
		return Esp32ImageBuilder.join(image, Esp32ImageBuilder.join(info.array(), records.toByteArray()));
	}

	private byte[] digest(byte[] image) {
		try {
			return MessageDigest.getInstance(this.digest).digest(image);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void record(ByteArrayOutputStream area, int type, byte... value) {
		ByteBuffer head = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
		area.writeBytes(head.putShort((short) type).putShort((short) value.length).array());
		area.writeBytes(value);
	}

}
