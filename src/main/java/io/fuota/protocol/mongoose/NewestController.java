package io.fuota.protocol.mongoose;

import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/mongoose/newest}: applications whose devices get the newest bundle by
 * themselves.
 */
@RestController
class NewestController {

	static final int MAX_APPLICATIONS = 1_000;

	private static final int MAX_LENGTH = 255;

	private final NewestBundles newest;

	NewestController(NewestBundles newest) {
		this.newest = newest;
	}

	record Applications(List<String> applications) {
	}

	@GetMapping("/api/v1/mongoose/newest")
	Applications list(HttpServletRequest request) {
		RequestNote.begin(request, "list-mongoose-newest");
		return new Applications(newest.applications());
	}

	@PutMapping("/api/v1/mongoose/newest/{application}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void switchOn(HttpServletRequest request, @PathVariable String application) {
		RequestNote.begin(request, "set-mongoose-newest").with("application", application);
		if (application.isBlank() || application.length() > MAX_LENGTH
				|| application.chars().anyMatch(Character::isISOControl)) {
			throw HttpRefusal.badRequest(
					"An application has 1 to " + MAX_LENGTH + " characters, not all blank and no control characters.");
		}
		if (newest.applications().size() >= MAX_APPLICATIONS && !newest.applications().contains(application)) {
			throw HttpRefusal.badRequest("There are at most " + MAX_APPLICATIONS + " applications.");
		}
		newest.set(application, true);
	}

	@DeleteMapping("/api/v1/mongoose/newest/{application}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void switchOff(HttpServletRequest request, @PathVariable String application) {
		RequestNote.begin(request, "remove-mongoose-newest").with("application", application);
		if (!newest.applications().contains(application)) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "It isn't switched on for " + application + ".");
		}
		newest.set(application, false);
	}

}
