package io.fuota.protocol.exosite;

import io.fuota.http.ExactContentType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes answers as small clients read them: with a Content-Length, never chunked, few
 * headers, and no newline in or behind a body (docs/protocols/exosite-otau.md §7).
 */
final class Answers {

	static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

	static final String TEXT = "text/plain; charset=utf-8";

	static final String CSV = "text/csv; charset=utf-8";

	private Answers() {
	}

	static void send(ServletRequest request, HttpServletResponse response, int status, String type, String body)
			throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		response.setStatus(status);
		ExactContentType.set(request, type);
		response.setContentLength(bytes.length);
		response.getOutputStream().write(bytes);
	}

	/** An error: a few words, since a client may take them for content. */
	static void refuse(ServletRequest request, HttpServletResponse response, int status, String words)
			throws IOException {
		send(request, response, status, TEXT, words);
	}

	/** 204, 304: nothing but the status. */
	static void empty(HttpServletResponse response, int status) {
		response.setStatus(status);
	}

}
