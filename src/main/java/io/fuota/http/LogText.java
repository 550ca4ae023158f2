package io.fuota.http;

import java.util.HexFormat;

/** Makes text that came from outside harmless in a log line. */
public final class LogText {

	/** Longer values are cut: one client must not fill the log. */
	private static final int MAX_LENGTH = 300;

	private LogText() {
	}

	/**
	 * {@code key=value}, the value in quotes where it holds anything but plain printable
	 * characters.
	 */
	public static String field(String key, String value) {
		String cut = value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) + "…" : value;
		boolean plain = !cut.isEmpty() && cut.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '=');
		return key + "=" + (plain ? cut : quoted(cut));
	}

	private static String quoted(String value) {
		StringBuilder text = new StringBuilder("\"");
		value.codePoints().forEach(c -> {
			if (c == '"' || c == '\\') {
				text.append('\\').appendCodePoint(c);
			}
			else if (isHarmless(c)) {
				text.appendCodePoint(c);
			}
			else {
				text.append("\\u").append(HexFormat.of().toHexDigits(c, c > 0xffff ? 6 : 4));
			}
		});
		return text.append('"').toString();
	}

	private static boolean isHarmless(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
				false;
			default -> true;
		};
	}

}
