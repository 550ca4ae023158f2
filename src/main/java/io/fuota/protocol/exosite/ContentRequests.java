package io.fuota.protocol.exosite;

import io.fuota.firmware.FileNotes;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * {@code GET /provision/download}: the ids of what can be fetched, what is known of one,
 * and its bytes (docs/protocols/exosite-otau.md §3.6).
 */
@Component
class ContentRequests {

	private final DeviceCredentials credentials;

	private final FirmwareCatalogue firmware;

	private final ContentBytes bytes;

	private final Reports reports;

	private final FileNotes notes;

	private final ContentAccess access;

	ContentRequests(DeviceCredentials credentials, FirmwareCatalogue firmware, ContentBytes bytes, Reports reports,
			FileNotes notes, ContentAccess access) {
		this.credentials = credentials;
		this.firmware = firmware;
		this.bytes = bytes;
		this.reports = reports;
		this.notes = notes;
		this.access = access;
	}

	void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote note = RequestNote.begin(request, "exosite-download");
		Optional<ExositeDevice> device = credentials.deviceOf(request);
		if (device.isEmpty()) {
			Answers.refuse(request, response, HttpServletResponse.SC_UNAUTHORIZED, "unauthorized");
			return;
		}
		note.with("device", device.get().id());
		boolean head = request.getMethod().equals("HEAD");
		if (!head && !request.getMethod().equals("GET")) {
			Answers.refuse(request, response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "GET only");
			return;
		}
		reports.seen(device.get(), request.getRemoteAddr());
		String query = request.getQueryString() == null ? "" : request.getQueryString();
		AliasForm form = AliasForm.parse(query);
		boolean info = form.value("info").filter("true"::equalsIgnoreCase).isPresent();
		if (isOfAnotherProduct(device.get(), form)) {
			Answers.refuse(request, response,
					info ? HttpServletResponse.SC_BAD_REQUEST : HttpServletResponse.SC_FORBIDDEN, "another product");
			return;
		}
		Optional<String> id = form.value("id");
		if (id.isEmpty()) {
			Answers.send(request, response, HttpServletResponse.SC_OK, Answers.CSV, list(device.get()));
			return;
		}
		note.with("file", id.get());
		Optional<FirmwareFile> file = firmware.find(id.get())
			.or(() -> firmware.find(unescaped(query)))
			.filter(known -> access.mayRead(device.get(), known));
		if (file.isEmpty()) {
			Answers.refuse(request, response, HttpServletResponse.SC_NOT_FOUND, "unknown id");
		}
		else if (info) {
			Answers.send(request, response, HttpServletResponse.SC_OK, Answers.CSV, info(file.get()));
		}
		else {
			bytes.send(device.get(), file.get(), head, request, response);
		}
	}

	/** One id a line, without a newline behind the last. */
	private String list(ExositeDevice device) {
		return firmware.all()
			.stream()
			.filter(file -> access.mayRead(device, file))
			.map(file -> file.name().value())
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Always three commas or more, and none within the first three fields: the guide's
	 * script reads the fourth.
	 */
	private String info(FirmwareFile file) {
		String description = notes.description(file);
		return notes.contentType(file) + "," + file.size() + "," + file.uploadedAt().getEpochSecond() + ","
				+ (description == null ? "" : description);
	}

	/**
	 * The id as it stands in the query: scripts escape nothing, so a plus may be a plus.
	 */
	private static String unescaped(String query) {
		return Stream.of(query.split("&", -1))
			.filter(part -> part.startsWith("id="))
			.map(part -> part.substring("id=".length()))
			.findFirst()
			.orElse("");
	}

	/** Old clients name vendor and model, one of which is the product here. */
	private static boolean isOfAnotherProduct(ExositeDevice device, AliasForm form) {
		Optional<String> vendor = form.value("vendor");
		Optional<String> model = form.value("model");
		String product = device.state().product();
		return (vendor.isPresent() || model.isPresent())
				&& Stream.concat(vendor.stream(), model.stream()).noneMatch(product::equalsIgnoreCase);
	}

}
