package io.fuota.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** RFC 9110 §13.1: what two admins could overwrite is guarded by If-Match. */
public final class ETags {

	private static final String ANY = "*";

	private ETags() {
	}

	/** Of a list of texts. */
	public static String of(List<String> texts) {
		return "\"" + Integer.toHexString(texts.hashCode()) + "-" + texts.size() + "\"";
	}

	/** Of a text that holds no quotes. */
	public static String of(String text) {
		return "\"" + text + "\"";
	}

	/**
	 * Compares what the request demands with what is there.
	 * @param current the entity tag with its quotes; null where nothing is there
	 * @throws HttpRefusal 412 if somebody else was faster
	 */
	public static void check(HttpServletRequest request, @Nullable String current) {
		String match = request.getHeader(HttpHeaders.IF_MATCH);
		if (match != null && !names(match, current)) {
			throw new HttpRefusal(HttpStatus.PRECONDITION_FAILED,
					"It has changed meanwhile: it isn't what If-Match names.");
		}
		String noneMatch = request.getHeader(HttpHeaders.IF_NONE_MATCH);
		if (noneMatch != null && names(noneMatch, current)) {
			throw new HttpRefusal(HttpStatus.PRECONDITION_FAILED, "It is there already.");
		}
	}

	private static boolean names(String header, @Nullable String current) {
		return current != null && (header.strip().equals(ANY)
				|| Arrays.stream(header.split(",")).map(String::strip).anyMatch(current::equals));
	}

}
