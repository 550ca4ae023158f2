package io.fuota.protocol.fuota;

import io.fuota.firmware.BrokenImageException;
import io.fuota.firmware.EmptyFileException;
import io.fuota.firmware.FileName;
import io.fuota.firmware.FileNotes;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.FirmwareSettings;
import io.fuota.firmware.IfBroken;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.http.ClientBody;
import io.fuota.http.CsvLines;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.http.RequestPath;
import io.fuota.update.FileRemoval;
import io.fuota.update.Updates;
import io.fuota.storage.InsufficientSpaceException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /files}: downloads by devices, uploads and deletion by admins. */
@RestController
class FilesController {

	private final FirmwareCatalogue firmware;

	private final Updates updates;

	private final LastOffers offers;

	private final FuotaDownloads downloads;

	private final FileNotes notes;

	private final long maxUploadBytes;

	FilesController(FirmwareCatalogue firmware, Updates updates, LastOffers offers, FuotaDownloads downloads,
			FileNotes notes, FirmwareSettings settings) {
		this.firmware = firmware;
		this.updates = updates;
		this.offers = offers;
		this.downloads = downloads;
		this.notes = notes;
		this.maxUploadBytes = settings.maxUpload().toBytes();
	}

	@GetMapping("/files/**")
	void download(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String name = name(request);
		RequestNote note = RequestNote.begin(request, "download").with("file", name);
		Optional<FirmwareFile> file = find(request, name);
		if (file.isEmpty()) {
			response.setStatus(HttpStatus.NOT_FOUND.value());
			response.setContentLength(0);
			return;
		}
		if (!file.get().name().value().equals(name)) {
			note.with("served", file.get().name());
		}
		downloads.send(file.get(), request, response);
	}

	@GetMapping("/files")
	void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "list-files");
		response.setContentType("text/csv");
		CsvLines lines = new CsvLines(response.getOutputStream());
		for (FirmwareFile file : firmware.all()) {
			lines.write(file.name().value(), Long.toString(file.size()), file.digest().hex(),
					DateTimeFormatter.ISO_INSTANT.format(file.uploadedAt().truncatedTo(ChronoUnit.SECONDS)));
		}
		lines.flush();
	}

	@PutMapping({ "/files", "/files/**" })
	ResponseEntity<Void> upload(HttpServletRequest request) throws IOException {
		FileName name = uploadName(request);
		RequestNote note = RequestNote.begin(request, "upload").with("file", name);
		FirmwareFile file = receive(name, request, ForceParameter.of(request) ? IfBroken.FORCE : IfBroken.REFUSE);
		notes.note(file, request.getContentType(), null);
		note.with("size", file.size()).with("sha256", file.digest());
		tell(file, note);
		return ResponseEntity.ok()
			.header(HttpHeaders.ETAG, "\"" + file.digest() + "\"")
			.header("Repr-Digest", "sha-256=:" + Base64.getEncoder().encodeToString(file.digest().bytes()) + ":")
			.build();
	}

	/** What was found inside. */
	private static void tell(FirmwareFile file, RequestNote note) {
		file.image().ifPresent(image -> note.with("format", image.format()));
		file.image().flatMap(ImageFacts::version).ifPresent(version -> note.with("version", version));
		file.flaw().ifPresent(flaw -> note.with("format", flaw.format()).with("broken", flaw.check()));
		if (file.isForced()) {
			note.with("forced", true);
		}
	}

	private FirmwareFile receive(FileName name, HttpServletRequest request, IfBroken ifBroken) throws IOException {
		try (InputStream body = new ClientBody(request, maxUploadBytes, FirmwareSettings::tooLarge)) {
			return firmware.receive(name, body, request.getContentLengthLong(), ifBroken);
		}
		catch (EmptyFileException | BrokenImageException refused) {
			throw HttpRefusal.badRequest(String.valueOf(refused.getMessage()));
		}
		catch (InsufficientSpaceException full) {
			throw new HttpRefusal(HttpStatus.INSUFFICIENT_STORAGE, String.valueOf(full.getMessage()));
		}
	}

	@DeleteMapping({ "/files", "/files/**" })
	void remove(HttpServletRequest request) {
		String name = name(request);
		RequestNote.begin(request, "delete-file").with("file", name);
		switch (updates.remove(name)) {
			case FileRemoval.Removed _ -> {
			}
			case FileRemoval.NotFound _ ->
				throw new HttpRefusal(HttpStatus.NOT_FOUND, "There is no file " + name + ".");
			case FileRemoval.StillAssigned assigned ->
				throw new HttpRefusal(HttpStatus.CONFLICT, assigned.sentence(name));
			case FileRemoval.InUse used -> throw new HttpRefusal(HttpStatus.CONFLICT, used.sentence(name));
		}
	}

	/**
	 * By its name; else the raw text, for names taken over with a percent sign in them;
	 * else by a stale tail.
	 */
	private Optional<FirmwareFile> find(HttpServletRequest request, String name) {
		return firmware.find(name)
			.or(() -> firmware.find(request.getRequestURI().substring("/files/".length())))
			.or(() -> offers.beginningOf(request.getRemoteAddr(), name).flatMap(firmware::find));
	}

	private FileName uploadName(HttpServletRequest request) {
		String name = name(request);
		try {
			return firmware.find(name).map(FirmwareFile::name).orElseGet(() -> FileName.forUpload(name));
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

	private static String name(HttpServletRequest request) {
		String name = RequestPath.of(request).rest();
		if (name.isEmpty()) {
			throw HttpRefusal.badRequest("The path names a file: /files/<name>.");
		}
		try {
			return new FileName(name).value();
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

}
