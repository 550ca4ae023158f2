package io.fuota.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request as the client wrote it, its segments percent-decoded once.
 * Frameworks take {@code ;} for the begin of a parameter; here it is text, since device
 * ids may hold it.
 *
 * @param segments without the empty one that a slash at the end leaves
 * @param trailingSlash whether there was a slash at the end
 */
public record RequestPath(List<String> segments, boolean trailingSlash) {

	/**
	 * Reads the path of a request.
	 * @throws IllegalArgumentException with a sentence, if an escape is malformed or no
	 * UTF-8
	 */
	public static RequestPath of(HttpServletRequest request) {
		return parse(request.getRequestURI());
	}

	/**
	 * Reads the raw path of a URL.
	 * @throws IllegalArgumentException with a sentence, if an escape is malformed or no
	 * UTF-8
	 */
	public static RequestPath parse(String path) {
		List<String> segments = new ArrayList<>();
		for (String segment : path.split("/", -1)) {
			segments.add(decode(segment));
		}
		boolean trailingSlash = segments.size() > 1 && segments.getLast().isEmpty();
		if (trailingSlash) {
			segments.removeLast();
		}
		if (!segments.isEmpty() && segments.getFirst().isEmpty()) {
			segments.removeFirst();
		}
		return new RequestPath(List.copyOf(segments), trailingSlash);
	}

	/** Whether the path begins with this segment. */
	public boolean isUnder(String first) {
		return !segments.isEmpty() && segments.getFirst().equals(first);
	}

	/**
	 * The segments behind the first one, joined by slashes; empty when there are none.
	 */
	public String rest() {
		return String.join("/", segments.subList(Math.min(1, segments.size()), segments.size()));
	}

	/** Decodes {@code %xx} once; a plus is a plus. */
	private static String decode(String text) {
		if (text.indexOf('%') < 0) {
			return text;
		}
		byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
		ByteBuffer decoded = ByteBuffer.allocate(raw.length);
		for (int i = 0; i < raw.length; i++) {
			if (raw[i] == '%') {
				decoded.put((byte) (hex(raw, i + 1) * 16 + hex(raw, i + 2)));
				i += 2;
			}
			else {
				decoded.put(raw[i]);
			}
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
		}
		catch (CharacterCodingException notUtf8) {
			throw new IllegalArgumentException("The path is not UTF-8 behind its percent signs.", notUtf8);
		}
	}

	private static int hex(byte[] raw, int at) {
		int digit = at < raw.length ? Character.digit(raw[at], 16) : -1;
		if (digit < 0) {
			throw new IllegalArgumentException("The path has a percent sign without two hex digits behind it.");
		}
		return digit;
	}

}
