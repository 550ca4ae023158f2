package io.fuota.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;

/**
 * Makes application images in the layout of ESP-IDF 4.4 (header, one segment that begins
 * with the application description, checksum, appended SHA-256), and checks them as
 * {@code esp_image_verify} does.
 */
public final class Esp32Image {

	private static final int HEADER_BYTES = 24;

	private static final int SEGMENT_HEADER_BYTES = 8;

	private static final int DIGEST_BYTES = 32;

	private static final int VERSION_OFFSET = 48;

	private static final int PROJECT_OFFSET = 80;

	private static final int TEXT_BYTES = 32;

	private static final int APP_DESCRIPTOR_MAGIC = 0xABCD5432;

	private Esp32Image() {
	}

	/**
	 * An image of the ESP32 (chip id 0).
	 * @param sizeBytes of the whole image: a multiple of 16, at least 512
	 */
	public static byte[] of(String project, String version, int sizeBytes) {
		if (sizeBytes % 16 != 0 || sizeBytes < 512) {
			throw new IllegalArgumentException("size " + sizeBytes);
		}
		byte[] image = new byte[sizeBytes];
		new Random(version.hashCode()).nextBytes(image);
		int segmentBytes = segmentBytes(sizeBytes);
		ByteBuffer out = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
		out.put((byte) 0xE9).put((byte) 1).put((byte) 2).put((byte) 0x20).putInt(0x40080000);
		out.put((byte) 0xEE).put(new byte[3]).putShort((short) 0).put(new byte[9]).put((byte) 1);
		out.putInt(0x3F400020).putInt(segmentBytes);
		out.putInt(APP_DESCRIPTOR_MAGIC).putInt(0).putLong(0);
		out.put(text(version)).put(text(project));
		int checksumAt = sizeBytes - DIGEST_BYTES - 1;
		Arrays.fill(image, HEADER_BYTES + SEGMENT_HEADER_BYTES + segmentBytes, checksumAt, (byte) 0);
		image[checksumAt] = checksum(image, segmentBytes);
		System.arraycopy(sha256(image, sizeBytes - DIGEST_BYTES), 0, image, sizeBytes - DIGEST_BYTES, DIGEST_BYTES);
		return image;
	}

	/** What the boot loader would say: header, checksum and digest fit. */
	public static boolean isBootable(byte[] image) {
		if (image.length % 16 != 0 || image.length < 512 || image[0] != (byte) 0xE9) {
			return false;
		}
		int segmentBytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(HEADER_BYTES + 4);
		int contentBytes = image.length - DIGEST_BYTES;
		return segmentBytes == segmentBytes(image.length) && image[contentBytes - 1] == checksum(image, segmentBytes)
				&& Arrays.equals(sha256(image, contentBytes), Arrays.copyOfRange(image, contentBytes, image.length));
	}

	/** The version in the application description. */
	public static String version(byte[] image) {
		String text = new String(image, VERSION_OFFSET, TEXT_BYTES, StandardCharsets.US_ASCII);
		return text.substring(0, text.indexOf('\0'));
	}

	/** The project's name in the application description. */
	public static String project(byte[] image) {
		String text = new String(image, PROJECT_OFFSET, TEXT_BYTES, StandardCharsets.US_ASCII);
		return text.substring(0, text.indexOf('\0'));
	}

	// The checksum is the last byte of a 16-byte block; before it up to 15 zeros.
	// Segments are multiples of 4.
	private static int segmentBytes(int imageBytes) {
		return imageBytes - DIGEST_BYTES - HEADER_BYTES - SEGMENT_HEADER_BYTES - 4;
	}

	private static byte checksum(byte[] image, int segmentBytes) {
		byte checksum = (byte) 0xEF;
		for (int at = 0; at < segmentBytes; at++) {
			checksum ^= image[HEADER_BYTES + SEGMENT_HEADER_BYTES + at];
		}
		return checksum;
	}

	private static byte[] text(String value) {
		byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
		if (bytes.length >= TEXT_BYTES) {
			throw new IllegalArgumentException("too long: " + value);
		}
		return Arrays.copyOf(bytes, TEXT_BYTES);
	}

	private static byte[] sha256(byte[] bytes, int length) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(bytes, 0, length);
			return digest.digest();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
