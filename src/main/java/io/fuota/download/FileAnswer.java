package io.fuota.download;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.Transfers;
import io.fuota.storage.DigestMismatchException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Answers a request for a firmware file: whole or in ranges, always with a
 * Content-Length, never chunked or encoded, in constant memory. A file that is replaced
 * meanwhile is sent to its end as it was.
 */
@Component
public class FileAnswer {

	private static final Logger LOG = LoggerFactory.getLogger(FileAnswer.class);

	private final FirmwareCatalogue firmware;

	private final Transfers transfers;

	FileAnswer(FirmwareCatalogue firmware, Transfers transfers) {
		this.firmware = firmware;
		this.transfers = transfers;
	}

	/**
	 * Answers the request with this file, by its conditions and ranges (RFC 9110 §13 and
	 * §14). A file whose bytes are missing or damaged is 404, and an error in the log.
	 * @throws IOException if the connection or the disk fails in mid-transfer
	 */
	public void send(FirmwareFile wanted, HttpServletRequest request, HttpServletResponse response, Delivery delivery)
			throws IOException {
		Selection selection = select(wanted, request);
		FirmwareFile file = selection.file();
		Preconditions conditions = Preconditions.of(file);
		try (SeekableByteChannel bytes = open(file)) {
			response.setHeader("ETag", conditions.etag());
			response.setDateHeader("Last-Modified", conditions.lastModified().toEpochMilli());
			response.setHeader("Accept-Ranges", "bytes");
			switch (conditions.evaluate(request)) {
				case NOT_MODIFIED -> response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
				case FAILED -> empty(response, HttpServletResponse.SC_PRECONDITION_FAILED);
				case PASSED -> send(selection, bytes, request, response, delivery);
			}
		}
		catch (NoSuchFileException missing) {
			Optional<FirmwareFile> now = firmware.find(file.name().value());
			boolean repointed = now.filter(current -> !current.digest().equals(file.digest())).isPresent();
			if (repointed && delivery.byName()) {
				// The name got other bytes between the look-up and the opening.
				send(now.get(), request, response, delivery);
				return;
			}
			if (now.isPresent() && !repointed) {
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
			HttpServletResponse response, Delivery delivery) throws IOException {
		FirmwareFile file = selection.file();
		FileSending sending = new FileSending(file, response, delivery);
		if (request.getMethod().equals("HEAD")) {
			sending.wholeHead();
			return;
		}
		sending.send(bytes, selection.ranges());
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

	private static void notFound(HttpServletResponse response) {
		response.reset();
		empty(response, HttpServletResponse.SC_NOT_FOUND);
	}

	static void empty(HttpServletResponse response, int status) {
		response.setStatus(status);
		response.setContentLength(0);
	}

}
