package io.fuota.firmware.image;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Signatures behind an ESP32 image, as espsecure writes them: secure boot v2 in a sector
 * of its own, up to three blocks; secure boot v1 right behind the image. The blocks'
 * layout is in ESP-IDF's "Secure Boot v2" guide, "Signature Block Format".
 */
final class Esp32Signatures {

	private static final int SECTOR_BYTES = 4096;

	private static final int BLOCK_BYTES = 1216;

	private static final int MAX_BLOCKS = 3;

	private static final int CRC_AT = 1196;

	private static final int RSA = 2;

	private static final int ECDSA = 3;

	/** Version 0 and an ECDSA signature. */
	private static final int V1_BYTES = 68;

	private final ImageBytes image;

	private final Findings findings;

	private final MessageDigest running;

	/**
	 * @param running has digested the image up to its end
	 */
	Esp32Signatures(ImageBytes image, Findings findings, MessageDigest running) {
		this.image = image;
		this.findings = findings;
		this.running = running;
	}

	/**
	 * Checks what is there.
	 * @return where image and signatures end
	 */
	long read(long imageEnd) throws IOException, Flaw {
		long sector = (imageEnd + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
		if (isBlock(sector)) {
			image.each(imageEnd, sector, running::update);
			byte[] sha256 = running.digest();
			for (int i = 0; i < MAX_BLOCKS && isBlock(sector + (long) i * BLOCK_BYTES); i++) {
				readBlock(i, sector, sha256);
			}
			return Math.min(sector + SECTOR_BYTES, image.size());
		}
		if (image.size() - imageEnd == V1_BYTES && image.u32(imageEnd) == 0) {
			findings.signature("ecdsa-p256-v1", "");
			return image.size();
		}
		return imageEnd;
	}

	private boolean isBlock(long at) throws IOException, Flaw {
		if (!image.has(at, 4) || image.u8(at) != 0xe7) {
			return false;
		}
		int version = image.u8(at + 1);
		return (version == RSA || version == ECDSA) && image.u8(at + 2) <= 1 && image.u8(at + 3) == 0;
	}

	private void readBlock(int number, long sector, byte[] sha256) throws IOException, Flaw {
		long at = sector + (long) number * BLOCK_BYTES;
		byte[] block = image.bytes(at, BLOCK_BYTES);
		CRC32 crc = new CRC32();
		crc.update(block, 0, CRC_AT);
		if (image.u32(at + CRC_AT) != crc.getValue()) {
			throw image.flaw("CRC-32 of signature block " + number, at + CRC_AT, ImageText.hex(crc.getValue(), 8),
					ImageText.hex(image.u32(at + CRC_AT), 8));
		}
		boolean sha384 = block[1] == ECDSA && block[2] == 1;
		byte[] expected = sha384 ? sha384(sector) : sha256;
		byte[] found = Arrays.copyOfRange(block, 4, 4 + expected.length);
		if (!Arrays.equals(expected, found)) {
			throw image.flaw("image digest in signature block " + number, at + 4, ImageText.hex(expected),
					ImageText.hex(found));
		}
		int keyAt = 4 + expected.length;
		if (block[1] == RSA) {
			findings.signature("rsa-3072-pss", Digests.sha256(block, keyAt, 812));
		}
		else {
			findings.signature(curve(block[keyAt]), Digests.sha256(block, keyAt, keyAt + 1 + (sha384 ? 96 : 64)));
		}
	}

	private byte[] sha384(long end) throws IOException, Flaw {
		MessageDigest digest = Digests.of("SHA-384");
		image.each(0, end, digest::update);
		return digest.digest();
	}

	private static String curve(int id) {
		return switch (id) {
			case 1 -> "ecdsa-p192";
			case 2 -> "ecdsa-p256";
			case 3 -> "ecdsa-p384";
			default -> "ecdsa";
		};
	}

}
