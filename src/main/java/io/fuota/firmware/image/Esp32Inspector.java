package io.fuota.firmware.image;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Applications for chips of the ESP32 family: ESP-IDF's {@code esp_image_header_t},
 * {@code esp_app_desc_t}, and the checks of {@code esp_image_verify} that need no chip.
 */
final class Esp32Inspector {

	static final int HEADER_BYTES = 24;

	static final int SEGMENT_HEADER_BYTES = 8;

	private static final int MAGIC = 0xe9;

	private static final int MAX_SEGMENTS = 16;

	private static final int CHECKSUM_SEED = 0xef;

	private static final int DIGEST_BYTES = 32;

	private final ImageBytes image;

	private final Findings findings = new Findings(ImageFormat.ESP32);

	/** Begin and end of each segment's data. */
	private final List<long[]> segments = new ArrayList<>();

	private final MessageDigest running = Digests.of("SHA-256");

	Esp32Inspector(ImageBytes image) {
		this.image = image;
	}

	/**
	 * An application has its descriptor at a fixed place. Boot loaders have none there,
	 * nor have applications for the ESP8266: they are opaque.
	 */
	static boolean claims(ImageBytes bytes) throws IOException, Flaw {
		return bytes.has(0, Esp32Descriptor.AT + 4) && bytes.u8(0) == MAGIC
				&& bytes.u32(Esp32Descriptor.AT) == Esp32Descriptor.MAGIC;
	}

	ImageFacts read() throws IOException, Flaw {
		readHeader();
		long segmentsEnd = readSegments();
		// The checksum is the last byte of a block of 16.
		long checksumAt = segmentsEnd | 15;
		boolean digestAppended = image.u8(23) != 0;
		image.need(checksumAt, digestAppended ? 1 + DIGEST_BYTES : 1);
		Esp32Descriptor.read(image, findings);
		checkSum(checksumAt);
		long end = checksumAt + 1;
		if (digestAppended) {
			checkDigest(end);
			end += DIGEST_BYTES;
		}
		long signedEnd = new Esp32Signatures(image, findings, running).read(end);
		if (signedEnd < image.size()) {
			findings.detail("behind the image", ImageText.bytes(image.size() - signedEnd));
		}
		return findings.toFacts();
	}

	private void readHeader() throws IOException, Flaw {
		image.need(0, HEADER_BYTES);
		int chip = image.u16(12);
		if (chip == Esp32Chip.INVALID) {
			throw image.flaw("chip id", 12, "that of a chip", ImageText.hex(chip, 4));
		}
		findings.hardware(Esp32Chip.name(chip));
		findings.detail("chip id", ImageText.hex(chip, 4));
		findings.detail("chip revision", revisions());
		findings.detail("entry", ImageText.hex(image.u32(4), 8));
		findings.detail("flash mode", flashMode(image.u8(2)));
		findings.detail("flash size", flashSize(image.u8(3) >> 4));
		findings.detail("flash frequency", flashFrequency(image.u8(3) & 15));
	}

	/** Major × 100 + minor; for the highest, 0 and 65535 stand for none. */
	private String revisions() throws IOException, Flaw {
		int lowest = image.u16(15);
		int highest = image.u16(17);
		if (highest == 0 || highest == 0xffff) {
			return "from v" + revision(lowest);
		}
		if (lowest > highest) {
			throw image.flaw("lowest chip revision", 15, "at most the highest, v" + revision(highest),
					"v" + revision(lowest));
		}
		return "v" + revision(lowest) + " to v" + revision(highest);
	}

	private static String revision(int full) {
		return full / 100 + "." + full % 100;
	}

	private long readSegments() throws IOException, Flaw {
		int count = image.u8(1);
		if (count < 1 || count > MAX_SEGMENTS) {
			throw image.flaw("number of segments", 1, "1 to " + MAX_SEGMENTS, Integer.toString(count));
		}
		findings.detail("segments", Integer.toString(count));
		long at = HEADER_BYTES;
		for (int i = 0; i < count; i++) {
			long length = image.u32(at + 4);
			long begin = at + SEGMENT_HEADER_BYTES;
			if (length % 4 != 0) {
				throw image.flaw("length of segment " + i, at + 4, "a multiple of 4", ImageText.bytes(length));
			}
			if (!image.has(begin, length)) {
				throw image.flaw("length of segment " + i, at + 4, "at most " + ImageText.bytes(image.size() - begin),
						ImageText.bytes(length));
			}
			if (i == 0 && length < Esp32Descriptor.BYTES) {
				throw image.flaw("length of segment 0", at + 4,
						"at least the descriptor's " + ImageText.bytes(Esp32Descriptor.BYTES), ImageText.bytes(length));
			}
			segments.add(new long[] { begin, begin + length });
			at = begin + length;
		}
		return at;
	}

	private void checkSum(long checksumAt) throws IOException, Flaw {
		Xor xor = new Xor(CHECKSUM_SEED);
		long at = 0;
		for (long[] segment : segments) {
			image.each(at, segment[0], running::update);
			image.each(segment[0], segment[1], (bytes, offset, length) -> {
				running.update(bytes, offset, length);
				xor.update(bytes, offset, length);
			});
			at = segment[1];
		}
		image.each(at, checksumAt + 1, running::update);
		int found = image.u8(checksumAt);
		if (found != xor.value()) {
			throw image.flaw("checksum", checksumAt, ImageText.hex(xor.value(), 2), ImageText.hex(found, 2));
		}
	}

	private void checkDigest(long at) throws IOException, Flaw {
		byte[] found = image.bytes(at, DIGEST_BYTES);
		byte[] expected = Digests.sofar(running);
		if (!Arrays.equals(found, expected)) {
			throw image.flaw("SHA-256", at, ImageText.hex(expected), ImageText.hex(found));
		}
		findings.detail("SHA-256 inside", ImageText.hex(found));
		running.update(found);
	}

	/** esp_image_spi_mode_t */
	private static String flashMode(int mode) {
		return switch (mode) {
			case 0 -> "QIO";
			case 1 -> "QOUT";
			case 2 -> "DIO";
			case 3 -> "DOUT";
			case 4 -> "fast read";
			case 5 -> "slow read";
			default -> "unknown, " + mode;
		};
	}

	/** esp_image_flash_size_t: 1 MB, and each the double of the one before. */
	private static String flashSize(int size) {
		return size < 8 ? (1 << size) + " MB" : "unknown, " + size;
	}

	/** esp_image_spi_freq_t: a divider of the chip's flash clock. */
	private static String flashFrequency(int frequency) {
		return switch (frequency) {
			case 0, 1, 2 -> "clock / " + (frequency + 2);
			case 15 -> "clock";
			default -> "unknown, " + frequency;
		};
	}

}
