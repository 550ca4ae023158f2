package io.fuota.firmware.image;

import java.util.Map;

/**
 * The chip ids of ESP-IDF's {@code esp_chip_id_t}
 * (components/bootloader_support/include/esp_app_format.h), by the names that ESP-IDF's
 * build calls targets.
 */
final class Esp32Chip {

	/** No chip has it, so every boot loader refuses it. */
	static final int INVALID = 0xffff;

	private static final Map<Integer, String> NAMES = Map.ofEntries(Map.entry(0x0000, "esp32"),
			Map.entry(0x0002, "esp32s2"), Map.entry(0x0005, "esp32c3"), Map.entry(0x0009, "esp32s3"),
			Map.entry(0x000c, "esp32c2"), Map.entry(0x000d, "esp32c6"), Map.entry(0x0010, "esp32h2"),
			Map.entry(0x0012, "esp32p4"), Map.entry(0x0014, "esp32c61"), Map.entry(0x0017, "esp32c5"),
			Map.entry(0x0019, "esp32h21"), Map.entry(0x001c, "esp32h4"), Map.entry(0x0020, "esp32s31"));

	private Esp32Chip() {
	}

	/** The target's name; {@code chip-0x0042} for one that is newer than this list. */
	static String name(int id) {
		return NAMES.getOrDefault(id, "chip-" + ImageText.hex(id, 4));
	}

}
