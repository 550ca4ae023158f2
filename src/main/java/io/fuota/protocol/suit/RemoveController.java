package io.fuota.protocol.suit;

import io.fuota.http.ClientBody;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
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

	private final Removals removals;

	private final JsonMapper json;

	RemoveController(Removals removals, JsonMapper json) {
		this.removals = removals;
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
		note.with("removed", removals.remove(id, version));
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
