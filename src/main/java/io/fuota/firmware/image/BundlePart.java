package io.fuota.firmware.image;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * An entry of a bundle, as it was read.
 *
 * @param dataAt where its bytes begin
 * @param size in bytes
 * @param sha1 in hex
 * @param sha256 in hex
 */
record BundlePart(long dataAt, long size, String sha1, String sha256) {

	/** Reads stored bytes, and compares their CRC-32 as a device does: unless it is 0. */
	static BundlePart read(ImageBytes zip, ZipEntryHeader entry) throws IOException, Flaw {
		CRC32 crc = new CRC32();
		MessageDigest sha1 = Digests.of("SHA-1");
		MessageDigest sha256 = Digests.of("SHA-256");
		zip.each(entry.dataAt(), entry.end(), (bytes, offset, length) -> {
			crc.update(bytes, offset, length);
			sha1.update(bytes, offset, length);
			sha256.update(bytes, offset, length);
		});
		if (entry.crc() != 0 && entry.crc() != crc.getValue()) {
			throw zip.flaw("CRC-32 of " + ImageText.of(entry.name()), entry.at() + 14, ImageText.hex(crc.getValue(), 8),
					ImageText.hex(entry.crc(), 8));
		}
		return new BundlePart(entry.dataAt(), entry.size(), ImageText.hex(sha1.digest()),
				ImageText.hex(sha256.digest()));
	}

}
