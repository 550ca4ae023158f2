package io.fuota.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;

/**
 * Sends text to browsers, compressed where they take it. The connector compresses
 * nothing: devices must get the bytes that they know. Secrets in a page are masked anew
 * each time, so their length tells nothing (BREACH).
 */
final class Compressed {

	/** Less isn't worth it. */
	private static final int LEAST_BYTES = 1_400;

	private Compressed() {
	}

	static void send(HttpServletRequest request, HttpServletResponse response, byte[] text) throws IOException {
		response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		byte[] body = text;
		if (text.length >= LEAST_BYTES && isTaken(request)) {
			response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
			body = gzip(text);
		}
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	static boolean isTaken(HttpServletRequest request) {
		String encodings = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
		return encodings != null && encodings.contains("gzip") && !encodings.contains("gzip;q=0");
	}

	static byte[] gzip(byte[] text) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(text.length / 2);
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write(text);
		}
		catch (IOException impossible) {
			throw new UncheckedIOException(impossible);
		}
		return compressed.toByteArray();
	}

}
