package io.fuota.protocol.exosite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one range of bytes that a device asks for (RFC 9110 §14.1.2); clients of this API
 * ask for several at a time never, and get the whole then, as with a malformed range.
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, inclusive; before the first one: nothing there is
 * asked for
 */
record ContentRange(long first, long last) {

	private static final Pattern SYNTAX = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Null where the whole is asked for.
	 * @param size of the file, more than 0
	 */
	static @Nullable ContentRange of(@Nullable String header, long size) {
		Matcher range = SYNTAX.matcher(header == null ? "" : header.strip());
		if (!range.matches()) {
			return null;
		}
		String first = range.group(1);
		String last = range.group(2);
		if (first.isEmpty()) {
			return last.isEmpty() ? null : new ContentRange(Math.max(0, size - Long.parseLong(last)),
					Long.parseLong(last) == 0 ? -1 : size - 1);
		}
		long from = Long.parseLong(first);
		long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
		return to < from ? null : new ContentRange(from, Math.min(to, size - 1));
	}

	boolean isSatisfiable() {
		return first <= last;
	}

	long length() {
		return last - first + 1;
	}

}
