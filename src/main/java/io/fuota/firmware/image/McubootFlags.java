package io.fuota.firmware.image;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** MCUboot's {@code IMAGE_F_…} (boot/bootutil/include/bootutil/image.h). */
final class McubootFlags {

	private static final long ENCRYPTED = 0x04 | 0x08;

	private static final TreeMap<Long, String> NAMES = new TreeMap<>(Map.of(0x001L, "position-independent", 0x004L,
			"encrypted with AES-128", 0x008L, "encrypted with AES-256", 0x010L, "not bootable", 0x020L, "runs from RAM",
			0x100L, "fixed in ROM", 0x200L, "compressed with LZMA1", 0x400L, "compressed with LZMA2", 0x800L,
			"compressed with the ARM Thumb filter"));

	private McubootFlags() {
	}

	static boolean isEncrypted(long flags) {
		return (flags & ENCRYPTED) != 0;
	}

	/** Empty without flags. */
	static String words(long flags) {
		String known = NAMES.entrySet()
			.stream()
			.filter(flag -> (flags & flag.getKey()) != 0)
			.map(Map.Entry::getValue)
			.collect(Collectors.joining(", "));
		long others = NAMES.keySet().stream().reduce(flags, (rest, flag) -> rest & ~flag);
		if (others == 0) {
			return known;
		}
		return known + (known.isEmpty() ? "" : ", ") + "others, " + ImageText.hex(others, 8);
	}

}
