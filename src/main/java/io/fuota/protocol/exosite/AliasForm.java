package io.fuota.protocol.exosite;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * {@code alias=value&alias2=value2}, as bodies and queries hold it. Reading is lenient: a
 * percent sign without two hex digits stands for itself. What is written has ASCII
 * characters alone and no newline (docs/protocols/exosite-otau.md §6).
 */
record AliasForm(List<Pair> pairs) {

	/** RFC 3986 §2.3. */
	private static final String UNRESERVED = "-._~";

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	/** An alias, or a field, and its value. */
	record Pair(String name, String value) {
	}

	/**
	 * Reads a body.
	 * @param text one character for each byte
	 */
	static AliasForm parse(String text) {
		List<Pair> pairs = new ArrayList<>();
		for (String part : text.split("&", -1)) {
			String pair = part.strip();
			if (!pair.isEmpty()) {
				int equals = pair.indexOf('=');
				pairs.add(equals < 0 ? new Pair(decode(pair), "")
						: new Pair(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))));
			}
		}
		return new AliasForm(List.copyOf(pairs));
	}

	/** The first value under a name. */
	Optional<String> value(String name) {
		return pairs.stream().filter(pair -> pair.name().equals(name)).map(Pair::value).findFirst();
	}

	/** The names, each once, in their order. */
	List<String> names() {
		return pairs.stream().map(Pair::name).distinct().toList();
	}

	/** What is sent: names and values percent-encoded, a space as {@code %20}. */
	String encoded() {
		StringBuilder text = new StringBuilder();
		for (Pair pair : pairs) {
			text.append(text.isEmpty() ? "" : "&").append(encode(pair.name())).append('=').append(encode(pair.value()));
		}
		return text.toString();
	}

	/** Decodes {@code %xx} and {@code +}; what is no UTF-8 becomes U+FFFD. */
	static String decode(String text) {
		if (text.indexOf('%') < 0 && text.indexOf('+') < 0 && text.chars().allMatch(c -> c < 0x80)) {
			return text;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
			int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
			if (low >= 0) {
				bytes.write(high * 16 + low);
				i += 2;
			}
			else {
				bytes.write(c == '+' ? ' ' : c);
			}
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

	static String encode(String text) {
		StringBuilder encoded = new StringBuilder(text.length() * 2);
		for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
			boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9')
					|| (b > 0 && UNRESERVED.indexOf(b) >= 0);
			if (plain) {
				encoded.append((char) b);
			}
			else {
				encoded.append('%').append(HEX.toHexDigits(b));
			}
		}
		return encoded.toString();
	}

}
