package io.fuota.firmware.image;

import java.io.IOException;

/**
 * Images for MCUboot, as imgtool signs them: MCUboot's docs/design.md, "Image format",
 * and the checks of its image validation that need no key.
 */
final class McubootInspector {

	static final int HEADER_BYTES = 32;

	private static final long MAGIC = 0x96f3b83dL;

	private static final int PROTECTED_MAGIC = 0x6908;

	private static final int UNPROTECTED_MAGIC = 0x6907;

	private final ImageBytes image;

	private final Findings findings = new Findings(ImageFormat.MCUBOOT);

	McubootInspector(ImageBytes image) {
		this.image = image;
	}

	static boolean claims(ImageBytes bytes) throws IOException, Flaw {
		return bytes.has(0, 4) && bytes.u32(0) == MAGIC;
	}

	ImageFacts read() throws IOException, Flaw {
		image.need(0, HEADER_BYTES);
		long bodyEnd = readHeader();
		int protectedBytes = image.u16(10);
		McubootTlvs tlvs = new McubootTlvs(image, findings);
		if (protectedBytes > 0) {
			tlvs.read(area("protected", bodyEnd, PROTECTED_MAGIC));
			if (image.u16(bodyEnd + 2) != protectedBytes) {
				throw image.flaw("size of the protected TLV area", bodyEnd + 2,
						"the header's " + ImageText.bytes(protectedBytes), ImageText.bytes(image.u16(bodyEnd + 2)));
			}
		}
		long hashedEnd = bodyEnd + protectedBytes;
		TlvArea unprotected = area("unprotected", hashedEnd, UNPROTECTED_MAGIC);
		tlvs.read(unprotected);
		tlvs.checkDigests(hashedEnd, McubootFlags.isEncrypted(image.u32(16)));
		if (unprotected.end() < image.size()) {
			// A slot's padding, and the trailer that tells the boot loader to try it.
			findings.detail("behind the image", ImageText.bytes(image.size() - unprotected.end()));
		}
		return findings.toFacts();
	}

	private long readHeader() throws IOException, Flaw {
		int headerBytes = image.u16(8);
		long bodyBytes = image.u32(12);
		if (headerBytes < HEADER_BYTES) {
			throw image.flaw("header size", 8, "at least " + HEADER_BYTES, Integer.toString(headerBytes));
		}
		if (!image.has(headerBytes, bodyBytes)) {
			throw image.flaw("image size", 12, "at most " + ImageText.bytes(Math.max(0, image.size() - headerBytes)),
					ImageText.bytes(bodyBytes));
		}
		findings.version(version(image, 20));
		findings.detail("image size", ImageText.bytes(bodyBytes));
		findings.detail("header size", ImageText.bytes(headerBytes));
		findings.detail("load address", ImageText.hex(image.u32(4), 8));
		findings.detail("flags", McubootFlags.words(image.u32(16)));
		return headerBytes + bodyBytes;
	}

	/** {@code 1.2.3}, and {@code 1.2.3+4} where there is a build number. */
	static String version(ImageBytes image, long at) throws IOException, Flaw {
		long build = image.u32(at + 4);
		return image.u8(at) + "." + image.u8(at + 1) + "." + image.u16(at + 2) + (build == 0 ? "" : "+" + build);
	}

	private TlvArea area(String name, long at, int magic) throws IOException, Flaw {
		image.need(at, TlvArea.HEADER_BYTES);
		if (image.u16(at) != magic) {
			throw image.flaw("magic of the " + name + " TLV area", at, ImageText.hex(magic, 4),
					ImageText.hex(image.u16(at), 4));
		}
		int bytes = image.u16(at + 2);
		if (bytes < TlvArea.HEADER_BYTES || !image.has(at, bytes)) {
			throw image.flaw("size of the " + name + " TLV area", at + 2,
					TlvArea.HEADER_BYTES + " to " + (image.size() - at) + " bytes", ImageText.bytes(bytes));
		}
		return new TlvArea(name, at + TlvArea.HEADER_BYTES, at + bytes);
	}

	/**
	 * A row of records, each a type, a length and a value.
	 *
	 * @param begin of the first record
	 * @param end behind the last one
	 */
	record TlvArea(String name, long begin, long end) {

		/** Magic and size. */
		static final int HEADER_BYTES = 4;

	}

}
