package io.fuota.download;

import io.fuota.firmware.FirmwareFile;
import io.fuota.fleet.Download;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** One transfer of a file's bytes, with its headers. */
final class FileSending {

	private final FirmwareFile file;

	private final HttpServletResponse response;

	private final Delivery delivery;

	private final Pace.Clock clock;

	private long sent;

	FileSending(FirmwareFile file, HttpServletResponse response, Delivery delivery) {
		this.file = file;
		this.response = response;
		this.delivery = delivery;
		this.clock = delivery.pace().begin();
	}

	/** The headers of the whole file. */
	void wholeHead() {
		saveAs();
		response.setContentType(delivery.contentType());
		response.setContentLengthLong(file.size());
	}

	/**
	 * Sends what was asked for, and tells the attempt and the meters.
	 * @throws IOException if the client went away, or the bytes can't be read
	 */
	void send(SeekableByteChannel bytes, ByteRanges ranges) throws IOException {
		Download download = delivery.attempt().apply(file);
		boolean whole = false;
		try {
			send(bytes, ranges, download);
			whole = true;
		}
		finally {
			download.ended(whole);
			delivery.meters().downloaded(whole);
		}
	}

	private void send(SeekableByteChannel bytes, ByteRanges ranges, Download download) throws IOException {
		switch (ranges) {
			case ByteRanges.Whole _ -> {
				wholeHead();
				copy(bytes, new ByteRanges.Part(0, file.size() - 1), response.getOutputStream(), download);
			}
			case ByteRanges.Parts(var parts) when parts.size() == 1 -> {
				ByteRanges.Part part = parts.getFirst();
				response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
				saveAs();
				response.setContentType(delivery.contentType());
				response.setHeader("Content-Range", contentRange(part));
				response.setContentLengthLong(part.length());
				copy(bytes, part, response.getOutputStream(), download);
			}
			case ByteRanges.Parts(var parts) -> sendParts(bytes, parts, download);
			case ByteRanges.Unsatisfiable _ -> {
				response.setHeader("Content-Range", "bytes */" + file.size());
				FileAnswer.empty(response, HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
			}
		}
	}

	private void saveAs() {
		response.setHeader("Content-Disposition",
				"attachment; filename=\"" + quotable(file.name().lastSegment()) + "\"");
	}

	/** RFC 9110 §14.6: multipart/byteranges. */
	private void sendParts(SeekableByteChannel bytes, List<ByteRanges.Part> parts, Download download)
			throws IOException {
		String boundary = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
		List<byte[]> heads = parts.stream()
			.map(part -> ascii("\r\n--" + boundary + "\r\nContent-Type: " + delivery.contentType()
					+ "\r\nContent-Range: " + contentRange(part) + "\r\n\r\n"))
			.toList();
		byte[] end = ascii("\r\n--" + boundary + "--\r\n");
		long length = end.length;
		for (int i = 0; i < parts.size(); i++) {
			length += heads.get(i).length + parts.get(i).length();
		}
		response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
		saveAs();
		response.setContentType("multipart/byteranges; boundary=" + boundary);
		response.setContentLengthLong(length);
		OutputStream out = response.getOutputStream();
		for (int i = 0; i < parts.size(); i++) {
			out.write(heads.get(i));
			copy(bytes, parts.get(i), out, download);
		}
		out.write(end);
	}

	private void copy(SeekableByteChannel bytes, ByteRanges.Part part, OutputStream out, Download download)
			throws IOException {
		Pace pace = delivery.pace();
		if (pace.isPiecemeal()) {
			// The headers go by themselves, so that they and a piece don't share a
			// record.
			out.flush();
		}
		bytes.position(part.first());
		byte[] buffer = new byte[(int) Math.min(pace.bufferBytes(), part.length())];
		for (long left = part.length(); left > 0;) {
			int n = bytes.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)));
			if (n < 0) {
				// Breaks the connection: the client sees fewer bytes than announced,
				// never others. Spring takes an EOFException for a client that left.
				throw new IOException("the file ends " + left + " bytes early");
			}
			out.write(buffer, 0, n);
			left -= n;
			if (left == 0 || pace.isPiecemeal()) {
				// What stands in a buffer of ours wasn't sent.
				out.flush();
			}
			sent += n;
			delivery.meters().sent(n);
			download.sent(part.first(), part.last() + 1 - left);
			if (left > 0) {
				clock.await(sent);
			}
		}
	}

	private String contentRange(ByteRanges.Part part) {
		return "bytes " + part.first() + "-" + part.last() + "/" + file.size();
	}

	private static String quotable(String name) {
		return name.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "_");
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
