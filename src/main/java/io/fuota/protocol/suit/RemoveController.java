package io.fuota.protocol.suit;

import io.fuota.firmware.FirmwareFile;
import io.fuota.http.ClientBody;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import io.fuota.update.FileRemoval;
import io.fuota.update.Updates;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /remove}: the files of a version go (docs/protocols/riot-suit.md §4.5).
 */
@RestController
class RemoveController {

	private static final int MAX_BODY = 16 * 1024;

	private final Manifests manifests;

	private final Updates updates;

	private final JsonMapper json;

	RemoveController(Manifests manifests, Updates updates, JsonMapper json) {
		this.manifests = manifests;
		this.updates = updates;
		this.json = json;
	}

	/** The names are the reference's. */
	@SuppressWarnings("MemberName")
	record Removal(@Nullable String publish_id, @Nullable String version) {
	}

	/** What goes is what the version's text is in, as with the reference. */
	@PostMapping("/remove")
	ResponseEntity<String> remove(HttpServletRequest request) throws IOException {
		RequestNote note = RequestNote.begin(request, "remove");
		Removal removal = read(request);
		PublishId id = PublishId.of(required("publish_id", removal.publish_id()));
		String version = required("version", removal.version());
		note.with("id", id.folder()).with("version", version);
		List<String> names = manifests.published(id)
			.map(FirmwareFile::name)
			.filter(name -> name.lastSegment().contains(version))
			.map(name -> name.value())
			.toList();
		if (names.isEmpty()) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND,
					"Under " + id.folder() + " is no file with " + version + " in its name.");
		}
		List<String> kept = new ArrayList<>();
		for (String name : names) {
			switch (updates.remove(name)) {
				case FileRemoval.Removed _, FileRemoval.NotFound _ -> {
				}
				case FileRemoval.StillAssigned _, FileRemoval.InUse _ -> kept.add(name);
			}
		}
		note.with("removed", names.size() - kept.size());
		if (!kept.isEmpty()) {
			throw new HttpRefusal(HttpStatus.CONFLICT,
					"Devices are assigned to " + String.join(", ", kept) + "; remove the assignments first.");
		}
		return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body("");
	}

	private Removal read(HttpServletRequest request) throws IOException {
		// Whatever the Content-Type says: the reference doesn't look at it.
		try (InputStream body = new ClientBody(request, MAX_BODY,
				limit -> "The body has at most " + limit + " bytes.")) {
			return json.readValue(body.readAllBytes(), Removal.class);
		}
		catch (JacksonException wrong) {
			throw HttpRefusal.badRequest("The body must be JSON with publish_id and version.");
		}
	}

	private static String required(String field, @Nullable String text) {
		if (text == null || text.isBlank()) {
			throw HttpRefusal.badRequest("The field " + field + " is missing.");
		}
		return text;
	}

}
