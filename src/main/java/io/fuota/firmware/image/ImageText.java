package io.fuota.firmware.image;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** Text that comes out of an image, made fit to be stored, compared and shown. */
final class ImageText {

	static final int MAX_LENGTH = 255;

	private static final int REPLACEMENT = 0xfffd;

	private ImageText() {
	}

	/** Cut to 255 characters; what can't be shown becomes U+FFFD. */
	static String of(String text) {
		StringBuilder clean = new StringBuilder();
		text.codePoints().limit(MAX_LENGTH).map(c -> isFit(c) ? c : REPLACEMENT).forEach(clean::appendCodePoint);
		clean.setLength(Math.min(clean.length(), MAX_LENGTH));
		if (!clean.isEmpty() && Character.isHighSurrogate(clean.charAt(clean.length() - 1))) {
			clean.setLength(clean.length() - 1);
		}
		return clean.toString();
	}

	/** The bytes before the first NUL, as UTF-8. */
	static String padded(byte[] bytes) {
		int length = 0;
		while (length < bytes.length && bytes[length] != 0) {
			length++;
		}
		return of(new String(bytes, 0, length, StandardCharsets.UTF_8));
	}

	static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

	/** {@code 0x0000abcd} for 8 digits. */
	static String hex(long value, int digits) {
		return "0x" + HexFormat.of().toHexDigits(value, digits);
	}

	static String bytes(long count) {
		return count == 1 ? "1 byte" : String.format(Locale.ROOT, "%d bytes", count);
	}

	/** 16 bytes as {@code xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}; others as plain hex. */
	static String uuid(byte[] bytes) {
		String hex = hex(bytes);
		if (bytes.length != 16) {
			return hex;
		}
		return String.join("-", hex.substring(0, 8), hex.substring(8, 12), hex.substring(12, 16), hex.substring(16, 20),
				hex.substring(20));
	}

	private static boolean isFit(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
				false;
			default -> true;
		};
	}

}
