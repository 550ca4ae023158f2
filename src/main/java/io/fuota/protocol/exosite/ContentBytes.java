package io.fuota.protocol.exosite;

import io.fuota.firmware.FileNotes;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.Transfers;
import io.fuota.fleet.Download;
import io.fuota.metrics.DownloadMeters;
import io.fuota.metrics.ProtocolMeters;
import io.fuota.storage.DigestMismatchException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends a firmware file to a device: whole or a range of it, in constant memory. A device
 * that goes on where it was gets the bytes that it began with.
 */
@Component
class ContentBytes {

	private static final Logger LOG = LoggerFactory.getLogger(ContentBytes.class);

	private static final int BUFFER_BYTES = 64 * 1024;

	private final FirmwareCatalogue firmware;

	private final Transfers transfers;

	private final OfferProgress progress;

	private final DownloadMeters meters;

	private final FileNotes notes;

	ContentBytes(FirmwareCatalogue firmware, Transfers transfers, OfferProgress progress, MeterRegistry registry,
			FileNotes notes) {
		this.firmware = firmware;
		this.transfers = transfers;
		this.progress = progress;
		this.meters = new ProtocolMeters(registry, Offers.PROTOCOL).downloads();
		this.notes = notes;
	}

	void send(ExositeDevice device, FirmwareFile current, boolean head, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		// A device is known here, so no two of them are taken for one behind an address.
		String client = "exosite " + device.id();
		ContentRange range = head ? null : ContentRange.of(request.getHeader("Range"), current.size());
		FirmwareFile file = current;
		if (range != null && range.first() > 0 && mayBeOfOtherBytes(device, current, request.getHeader("Range"))) {
			Optional<FirmwareFile> begun = transfers.resume(client, current);
			// Where that isn't known, it begins again: never a mix of two uploads.
			range = begun.isPresent() ? ContentRange.of(request.getHeader("Range"), begun.get().size()) : null;
			file = begun.orElse(current);
		}
		if (range == null || range.first() == 0) {
			transfers.begin(client, file);
		}
		try (SeekableByteChannel bytes = firmware.open(file)) {
			send(device, file, range, bytes, head, request, response);
		}
		catch (NoSuchFileException | DigestMismatchException missing) {
			LOG.error("the bytes of {} are missing or damaged", file.name(), missing);
			if (!response.isCommitted()) {
				response.reset();
				Answers.refuse(request, response, HttpServletResponse.SC_NOT_FOUND, "unknown id");
			}
			return;
		}
		if (!head && (range == null || range.last() == file.size() - 1)) {
			transfers.completed(client, file);
		}
	}

	/**
	 * Whether the device may have begun with other bytes of this name: not where these
	 * are the ones of its manifest, nor where it asks for the end, which nobody resumes
	 * with.
	 */
	private static boolean mayBeOfOtherBytes(ExositeDevice device, FirmwareFile file, String range) {
		Offer offer = device.state().offer();
		boolean ofItsManifest = offer != null && offer.delivered() && offer.has(file.digest().hex());
		return !ofItsManifest && !range.contains("=-");
	}

	private void send(ExositeDevice device, FirmwareFile file, @Nullable ContentRange range, SeekableByteChannel bytes,
			boolean head, HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setHeader("Accept-Ranges", "bytes");
		if (range != null && !range.isSatisfiable()) {
			response.setHeader("Content-Range", "bytes */" + file.size());
			Answers.refuse(request, response, HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE, "range");
			return;
		}
		response.setContentType(notes.contentType(file));
		ContentRange part = range == null ? new ContentRange(0, file.size() - 1) : range;
		if (range != null) {
			response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
			response.setHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
		}
		response.setContentLengthLong(part.length());
		if (head) {
			return;
		}
		Download download = progress.download(device, file.digest().hex());
		boolean whole = false;
		try {
			copy(bytes, part, response.getOutputStream(), download);
			whole = true;
		}
		finally {
			download.ended(whole);
			meters.downloaded(whole);
		}
	}

	private void copy(SeekableByteChannel bytes, ContentRange part, OutputStream out, Download download)
			throws IOException {
		bytes.position(part.first());
		byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, part.length())];
		for (long left = part.length(); left > 0;) {
			int n = bytes.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(buffer.length, left)));
			if (n < 0) {
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

}
