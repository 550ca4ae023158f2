package io.fuota.protocol.fuota;

import io.fuota.fleet.Download;
import io.fuota.fleet.Fleet;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.Transfers;
import io.fuota.storage.DigestMismatchException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

	private final Transfers transfers;

	private final Fleet fleet;

	private final FuotaMeters meters;

	FileAnswer(FirmwareCatalogue firmware, Transfers transfers, Fleet fleet, FuotaMeters meters) {
		this.firmware = firmware;
		this.transfers = transfers;
		this.fleet = fleet;
		this.meters = meters;
	}

	void send(FirmwareFile current, HttpServletRequest request, HttpServletResponse response) throws IOException {
		Selection selection = select(current, request);
		FirmwareFile file = selection.file();
		Preconditions conditions = Preconditions.of(file);
		try (SeekableByteChannel bytes = open(file)) {
			response.setHeader("ETag", conditions.etag());
			response.setDateHeader("Last-Modified", conditions.lastModified().toEpochMilli());
			response.setHeader("Accept-Ranges", "bytes");
			switch (conditions.evaluate(request)) {
				case NOT_MODIFIED -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
				case FAILED -> empty(response, HttpServletResponse.SC_PRECONDITION_FAILED);
				case PASSED -> send(selection, bytes, request, response);
			}
		}
		catch (NoSuchFileException missing) {
			Optional<FirmwareFile> now = firmware.find(file.name().value());
			if (now.isPresent() && !now.get().digest().equals(file.digest())) {
				// The name got other bytes between the look-up and the opening.
				send(now.get(), request, response);
				return;
			}
			if (now.isPresent()) {
				LOG.error("the bytes of {} are missing in the store", file.name(), missing);
			}
			notFound(response);
		}
		catch (DigestMismatchException damaged) {
			LOG.error("{} isn't served: {}", file.name(), damaged.getMessage());
			notFound(response);
		}
	}

	private void send(Selection selection, SeekableByteChannel bytes, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		if (request.getMethod().equals("HEAD")) {
			wholeHead(selection.file(), response);
			return;
		}
		FirmwareFile file = selection.file();
		Download download = fleet.download(request.getRemoteAddr(), file.name().value(), file.digest().hex());
		boolean whole = false;
		try {
			send(file, bytes, selection.ranges(), response, download);
			whole = true;
		}
		finally {
			download.ended(whole);
			meters.downloaded(whole);
		}
		if (selection.reachesEnd()) {
			transfers.completed(request.getRemoteAddr(), file);
		}
	}

	// To a device, bytes that can't be read are missing.
	private SeekableByteChannel open(FirmwareFile file) throws NoSuchFileException, DigestMismatchException {
		try {
			return firmware.open(file);
		}
		catch (NoSuchFileException | DigestMismatchException known) {
			throw known;
		}
		catch (IOException unreadable) {
			NoSuchFileException missing = new NoSuchFileException(file.name().value());
			missing.initCause(unreadable);
			throw missing;
		}
	}

	/** Which upload's bytes, and which of them. */
	private record Selection(FirmwareFile file, ByteRanges ranges) {

		boolean reachesEnd() {
			return switch (ranges) {
				case ByteRanges.Whole _ -> true;
				case ByteRanges.Parts(var parts) -> parts.stream().anyMatch(part -> part.last() == file.size() - 1);
				case ByteRanges.Unsatisfiable _ -> false;
			};
		}

	}

	private Selection select(FirmwareFile current, HttpServletRequest request) {
		String client = request.getRemoteAddr();
		// RFC 9110 §14.2: a Range is for GET alone.
		if (!request.getMethod().equals("GET")) {
			return new Selection(current, new ByteRanges.Whole());
		}
		boolean counts = Preconditions.of(current).rangeCounts(request);
		ByteRanges ranges = ByteRanges.parse(counts ? request.getHeader("Range") : null, current.size());
		if (request.getHeader("If-Range") == null && ranges.beginsLater()) {
			return transfers.resume(client, current)
				.map(begun -> new Selection(begun, ByteRanges.parse(request.getHeader("Range"), begun.size())))
				.orElseGet(() -> whole(client, current));
		}
		transfers.begin(client, current);
		return new Selection(current, ranges);
	}

	// The client may have begun with other bytes: it is given all of these.
	private Selection whole(String client, FirmwareFile current) {
		transfers.begin(client, current);
		return new Selection(current, new ByteRanges.Whole());
	}

	private void send(FirmwareFile file, SeekableByteChannel bytes, ByteRanges ranges, HttpServletResponse response,
			Download download) throws IOException {
		switch (ranges) {
			case ByteRanges.Whole _ -> {
				wholeHead(file, response);
				copy(bytes, new ByteRanges.Part(0, file.size() - 1), response.getOutputStream(), download);
			}
			case ByteRanges.Parts(var parts) when parts.size() == 1 -> {
				ByteRanges.Part part = parts.getFirst();
				response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
				saveAs(file, response);
				response.setContentType(OCTETS);
				response.setHeader("Content-Range", contentRange(part, file.size()));
				response.setContentLengthLong(part.length());
				copy(bytes, part, response.getOutputStream(), download);
			}
			case ByteRanges.Parts(var parts) -> sendParts(file, bytes, parts, response, download);
			case ByteRanges.Unsatisfiable _ -> {
				response.setHeader("Content-Range", "bytes */" + file.size());
				empty(response, HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
			}
		}
	}

	private static void wholeHead(FirmwareFile file, HttpServletResponse response) {
		saveAs(file, response);
		response.setContentType(OCTETS);
		response.setContentLengthLong(file.size());
	}

	private static void saveAs(FirmwareFile file, HttpServletResponse response) {
		response.setHeader("Content-Disposition",
				"attachment; filename=\"" + quotable(file.name().lastSegment()) + "\"");
	}

	/** RFC 9110 §14.6: multipart/byteranges. */
	private void sendParts(FirmwareFile file, SeekableByteChannel bytes, List<ByteRanges.Part> parts,
			HttpServletResponse response, Download download) throws IOException {
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
		saveAs(file, response);
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
		bytes.position(part.first());
		byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, part.length())];
		for (long left = part.length(); left > 0;) {
			int n = bytes.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)));
			if (n < 0) {
				// Breaks the connection: the client sees fewer bytes than announced,
				// never others. Spring takes an EOFException for a client that left.
				throw new IOException("the file ends " + left + " bytes early");
			}
			out.write(buffer, 0, n);
			left -= n;
			if (left == 0) {
				// What stands in a buffer of ours wasn't sent.
				out.flush();
			}
			meters.sent(n);
			download.sent(part.first(), part.last() + 1 - left);
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
