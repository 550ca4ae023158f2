package io.fuota.console;

import io.fuota.firmware.BrokenImageException;
import io.fuota.firmware.EmptyFileException;
import io.fuota.firmware.FileName;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.FirmwareSettings;
import io.fuota.firmware.IfBroken;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.http.ClientBody;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.storage.InsufficientSpaceException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * Takes firmware files in: from the script, which shows progress, as the bytes alone;
 * from a form without the script, as one of its parts. Nothing is kept in between.
 */
@Controller
class UploadPage {

	private final FirmwareCatalogue firmware;

	private final long maxUploadBytes;

	UploadPage(FirmwareCatalogue firmware, FirmwareSettings settings) {
		this.firmware = firmware;
		this.maxUploadBytes = settings.maxUpload().toBytes();
	}

	/** What came of an upload, for the script. */
	record Uploaded(String name, String sentence) {
	}

	@PutMapping(ConsolePath.FIRMWARE + "/bytes")
	@ResponseBody
	Uploaded uploadBytes(HttpServletRequest request) throws IOException {
		try (InputStream body = body(request)) {
			FirmwareFile file = receive(request, Form.raw(request, "name"), body, request.getContentLengthLong(),
					Form.isTicked(request, "force"));
			return new Uploaded(file.name().value(), sentence(file));
		}
	}

	/**
	 * The token of the form stands in the query, since the body isn't read before it is
	 * known to be wanted.
	 */
	@PostMapping(ConsolePath.FIRMWARE)
	void uploadForm(HttpServletRequest request, HttpServletResponse response) throws IOException {
		try (InputStream body = body(request)) {
			FormParts parts = new FormParts(request, body);
			String name = parts.textOf("name");
			boolean force = !parts.textOf("force").isEmpty();
			FormParts.Content content = parts.fileOf("file");
			FirmwareFile file = receive(request, name.isBlank() ? content.name() : name.strip(), content.bytes(), -1,
					force);
			Pages.goOn(request, response, ConsolePath.file(file.name().value()), true, sentence(file));
		}
		catch (HttpRefusal refused) {
			if (refused.status().is5xxServerError()) {
				throw refused;
			}
			Pages.goOn(request, response, ConsolePath.FIRMWARE, false, String.valueOf(refused.getMessage()));
		}
	}

	private InputStream body(HttpServletRequest request) throws IOException {
		return new ClientBody(request, maxUploadBytes,
				limit -> "The file is larger than " + Shown.size(limit) + ", the limit that FUOTA_MAX_UPLOAD sets.");
	}

	private FirmwareFile receive(HttpServletRequest request, String text, InputStream bytes, long expected,
			boolean force) throws IOException {
		RequestNote note = RequestNote.begin(request, "console-upload").with("file", text);
		FileName name = firmware.find(text)
			.map(FirmwareFile::name)
			.orElseGet(() -> Form.checked(() -> FileName.forUpload(text)));
		try {
			FirmwareFile file = firmware.receive(name, bytes, expected, force ? IfBroken.FORCE : IfBroken.REFUSE);
			note.with("size", file.size()).with("sha256", file.digest());
			return file;
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

	private static String sentence(FirmwareFile file) {
		Optional<ImageFacts> image = file.image();
		String inside = image.flatMap(ImageFacts::project).map(project -> ", project " + project).orElse("")
				+ image.flatMap(ImageFacts::version).map(version -> ", version " + version).orElse("")
				+ image.flatMap(ImageFacts::hardware).map(hardware -> ", for " + hardware).orElse("");
		return file.name() + " is here: " + Shown.size(file.size()) + ", " + FileRow.format(file) + inside + ".";
	}

}
