package io.fuota.protocol.fuota;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Answers a request for a firmware file: whole or in ranges, always with a
 * Content-Length, never chunked or encoded, in constant memory. A file that is replaced
 * meanwhile is sent to its end as it was.
 */
@Component
class FileAnswer {

	private static final Logger LOG = LoggerFactory.getLogger(FileAnswer.class);

	private static final int BUFFER_BYTES = 64 * 1024;

	private static final String OCTETS = "application/octet-stream";

	private final FirmwareCatalogue firmware;

	FileAnswer(FirmwareCatalogue firmware) {
		this.firmware = firmware;
	}

	void send(FirmwareFile file, HttpServletRequest request, HttpServletResponse response) throws IOException {
		Preconditions conditions = new Preconditions("\"" + file.digest() + "\"", file.uploadedAt());
		try (SeekableByteChannel bytes = firmware.open(file)) {
			if (bytes.size() != file.size()) {
				LOG.error("{} has {} bytes in the store and not {}; it isn't served", file.name(), bytes.size(),
						file.size());
				notFound(response);
				return;
			}
			response.setHeader("ETag", conditions.etag());
			response.setDateHeader("Last-Modified", conditions.lastModified().toEpochMilli());
			response.setHeader("Accept-Ranges", "bytes");
			switch (conditions.evaluate(request)) {
				case NOT_MODIFIED -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
				case FAILED -> empty(response, HttpServletResponse.SC_PRECONDITION_FAILED);
				case PASSED -> send(file, bytes, ranges(file, conditions, request), response);
			}
		}
		catch (NoSuchFileException missing) {
			LOG.error("the bytes of {} are missing in the store", file.name(), missing);
			notFound(response);
		}
	}

	// RFC 9110 §14.2: a Range is for GET alone.
	private static ByteRanges ranges(FirmwareFile file, Preconditions conditions, HttpServletRequest request) {
		boolean counts = request.getMethod().equals("GET") && conditions.rangeCounts(request);
		return ByteRanges.parse(counts ? request.getHeader("Range") : null, file.size());
	}

	private static void send(FirmwareFile file, SeekableByteChannel bytes, ByteRanges ranges,
			HttpServletResponse response) throws IOException {
		response.setHeader("Content-Disposition",
				"attachment; filename=\"" + quotable(file.name().lastSegment()) + "\"");
		switch (ranges) {
			case ByteRanges.Whole _ -> {
				response.setContentType(OCTETS);
				response.setContentLengthLong(file.size());
				copy(bytes, new ByteRanges.Part(0, file.size() - 1), response.getOutputStream());
			}
			case ByteRanges.Parts(var parts) when parts.size() == 1 -> {
				ByteRanges.Part part = parts.getFirst();
				response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
				response.setContentType(OCTETS);
				response.setHeader("Content-Range", contentRange(part, file.size()));
				response.setContentLengthLong(part.length());
				copy(bytes, part, response.getOutputStream());
			}
			case ByteRanges.Parts(var parts) -> sendParts(file, bytes, parts, response);
			case ByteRanges.Unsatisfiable _ -> {
				response.setHeader("Content-Range", "bytes */" + file.size());
				empty(response, HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
			}
		}
	}

	/** RFC 9110 §14.6: multipart/byteranges. */
	private static void sendParts(FirmwareFile file, SeekableByteChannel bytes, List<ByteRanges.Part> parts,
			HttpServletResponse response) throws IOException {
		String boundary = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
		List<byte[]> heads = parts.stream()
			.map(part -> ascii("\r\n--" + boundary + "\r\nContent-Type: " + OCTETS + "\r\nContent-Range: "
					+ contentRange(part, file.size()) + "\r\n\r\n"))
			.toList();
		byte[] end = ascii("\r\n--" + boundary + "--\r\n");
		long length = end.length;
		for (int i = 0; i < parts.size(); i++) {
			length += heads.get(i).length + parts.get(i).length();
		}
		response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
		response.setContentType("multipart/byteranges; boundary=" + boundary);
		response.setContentLengthLong(length);
		OutputStream out = response.getOutputStream();
		for (int i = 0; i < parts.size(); i++) {
			out.write(heads.get(i));
			copy(bytes, parts.get(i), out);
		}
		out.write(end);
	}

	private static void copy(SeekableByteChannel bytes, ByteRanges.Part part, OutputStream out) throws IOException {
		bytes.position(part.first());
		byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, part.length())];
		for (long left = part.length(); left > 0;) {
			int n = bytes.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)));
			if (n < 0) {
				// Breaks the connection: the client sees fewer bytes than announced,
				// never others.
				throw new EOFException("the file ends " + left + " bytes early");
			}
			out.write(buffer, 0, n);
			left -= n;
		}
	}

	private static void notFound(HttpServletResponse response) {
		response.reset();
		empty(response, HttpServletResponse.SC_NOT_FOUND);
	}

	private static void empty(HttpServletResponse response, int status) {
		response.setStatus(status);
		response.setContentLength(0);
	}

	private static String contentRange(ByteRanges.Part part, long size) {
		return "bytes " + part.first() + "-" + part.last() + "/" + size;
	}

	private static String quotable(String name) {
		return name.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "_");
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
