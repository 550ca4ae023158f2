package io.fuota.api;

import io.fuota.api.Views.FileView;
import io.fuota.firmware.BrokenImageException;
import io.fuota.firmware.EmptyFileException;
import io.fuota.firmware.FileName;
import io.fuota.firmware.FileNotes;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.FirmwareSettings;
import io.fuota.firmware.IfBroken;
import io.fuota.fleet.Fleet;
import io.fuota.http.ClientBody;
import io.fuota.http.ETags;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.http.RequestPath;
import io.fuota.storage.InsufficientSpaceException;
import io.fuota.update.FileRemoval;
import io.fuota.update.Updates;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/files}: what is in them; the bytes themselves are under /files. */
@RestController
@RequestMapping(path = "/api/v1/files", produces = MediaType.APPLICATION_JSON_VALUE)
class ApiFilesController {

	/** api, v1, files. */
	private static final int ROOT_SEGMENTS = 3;

	private final FirmwareCatalogue firmware;

	private final Updates updates;

	private final Fleet fleet;

	private final FileNotes notes;

	private final long maxUploadBytes;

	ApiFilesController(FirmwareCatalogue firmware, Updates updates, Fleet fleet, FileNotes notes,
			FirmwareSettings settings) {
		this.firmware = firmware;
		this.updates = updates;
		this.fleet = fleet;
		this.notes = notes;
		this.maxUploadBytes = settings.maxUpload().toBytes();
	}

	@GetMapping
	List<FileView> list(HttpServletRequest request) {
		RequestNote.begin(request, "api-files");
		return firmware.all().stream().map(this::view).toList();
	}

	@GetMapping("/**")
	ResponseEntity<FileView> get(HttpServletRequest request) {
		String name = name(request);
		RequestNote.begin(request, "api-file").with("file", name);
		FirmwareFile file = firmware.find(name).orElseThrow(() -> notFound(name));
		return ResponseEntity.ok().eTag(etag(file)).body(view(file));
	}

	@PutMapping("/**")
	ResponseEntity<FileView> upload(HttpServletRequest request) throws IOException {
		String name = name(request);
		RequestNote.begin(request, "api-upload").with("file", name);
		ApiQuery query = new ApiQuery(request, "force", "description");
		IfBroken ifBroken = query.flag("force") ? IfBroken.FORCE : IfBroken.REFUSE;
		String description = description(query);
		Optional<FirmwareFile> old = firmware.find(name);
		ETags.check(request, old.map(ApiFilesController::etag).orElse(null));
		FirmwareFile file = receive(old.map(FirmwareFile::name).orElseGet(() -> newName(name)), request, ifBroken);
		notes.note(file, request.getContentType(), description);
		return ResponseEntity.status(old.isEmpty() ? HttpStatus.CREATED : HttpStatus.OK)
			.eTag(etag(file))
			.body(view(file));
	}

	@DeleteMapping("/**")
	ResponseEntity<Void> remove(HttpServletRequest request) {
		String name = name(request);
		RequestNote.begin(request, "api-delete-file").with("file", name);
		ETags.check(request, firmware.find(name).map(ApiFilesController::etag).orElse(null));
		return switch (updates.remove(name)) {
			case FileRemoval.Removed _ -> ResponseEntity.noContent().build();
			case FileRemoval.NotFound _ -> throw notFound(name);
			case FileRemoval.StillAssigned assigned ->
				throw new HttpRefusal(HttpStatus.CONFLICT, assigned.sentence(name));
			case FileRemoval.InUse used -> throw new HttpRefusal(HttpStatus.CONFLICT, used.sentence(name));
		};
	}

	private FirmwareFile receive(FileName name, HttpServletRequest request, IfBroken ifBroken) throws IOException {
		try (InputStream body = new ClientBody(request, maxUploadBytes, FirmwareSettings::tooLarge)) {
			return firmware.receive(name, body, request.getContentLengthLong(), ifBroken);
		}
		catch (EmptyFileException empty) {
			throw HttpRefusal.badRequest(String.valueOf(empty.getMessage()));
		}
		catch (BrokenImageException broken) {
			throw new HttpRefusal(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(broken.getMessage()));
		}
		catch (InsufficientSpaceException full) {
			throw new HttpRefusal(HttpStatus.INSUFFICIENT_STORAGE, String.valueOf(full.getMessage()));
		}
	}

	private static @Nullable String description(ApiQuery query) {
		String description = query.text("description");
		try {
			FileNotes.checkDescription(description);
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
		return description;
	}

	private FileView view(FirmwareFile file) {
		return FileView.of(file, fleet.learnedVersion(file.digest().hex()), notes.contentType(file),
				notes.description(file));
	}

	private static FileName newName(String name) {
		try {
			return FileName.forUpload(name);
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

	private static String etag(FirmwareFile file) {
		return "\"" + file.digest() + "\"";
	}

	private static HttpRefusal notFound(String name) {
		return new HttpRefusal(HttpStatus.NOT_FOUND, "There is no file " + name + ".");
	}

	private static String name(HttpServletRequest request) {
		List<String> segments = RequestPath.of(request).segments();
		try {
			return new FileName(String.join("/", segments.subList(ROOT_SEGMENTS, segments.size()))).value();
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

}
