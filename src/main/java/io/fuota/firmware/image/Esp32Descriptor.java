package io.fuota.firmware.image;

import java.io.IOException;

/** ESP-IDF's {@code esp_app_desc_t}, at the begin of the first segment. */
final class Esp32Descriptor {

	static final int AT = Esp32Inspector.HEADER_BYTES + Esp32Inspector.SEGMENT_HEADER_BYTES;

	static final int BYTES = 256;

	static final long MAGIC = 0xabcd5432L;

	private static final int ELF_DIGEST_BYTES = 32;

	private Esp32Descriptor() {
	}

	static void read(ImageBytes image, Findings findings) throws IOException, Flaw {
		findings.secureVersion(image.u32(AT + 4));
		findings.version(text(image, 16, 32));
		findings.project(text(image, 48, 32));
		findings.detail("compiled", (text(image, 96, 16) + " " + text(image, 80, 16)).strip());
		findings.detail("ESP-IDF", text(image, 112, 32));
		findings.detail("SHA-256 of the ELF file", ImageText.hex(image.bytes(AT + 144, ELF_DIGEST_BYTES)));
		int pageSize = image.u8(AT + 180);
		if (pageSize > 0 && pageSize < 32) {
			findings.detail("MMU page", (1L << pageSize) + " bytes");
		}
	}

	private static String text(ImageBytes image, int at, int length) throws IOException, Flaw {
		return ImageText.padded(image.bytes(AT + at, length));
	}

}
