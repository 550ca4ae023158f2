package io.fuota.protocol.suit;

import io.fuota.firmware.FirmwareFile;
import io.fuota.history.Actor;
import io.fuota.http.RequestNote;
import io.fuota.http.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /publish} and {@code GET /coap/url/<publish id>}: what a build machine asks
 * for (docs/protocols/riot-suit.md §4.5).
 */
@RestController
class PublishController {

	/** coap, url. */
	private static final int URL_SEGMENTS = 2;

	private final Publisher publisher;

	private final SuitUrls urls;

	PublishController(Publisher publisher, SuitUrls urls) {
		this.publisher = publisher;
		this.urls = urls;
	}

	/** A file, as JSON shows it. */
	record PublishedFile(String name, long size, String sha256) {
	}

	/** What was published, as JSON shows it. */
	record Published(List<PublishedFile> files, List<String> warnings) {
	}

	@PostMapping(path = "/publish")
	ResponseEntity<Object> publish(HttpServletRequest request) throws IOException {
		RequestNote note = RequestNote.begin(request, "publish");
		try (StagedParts parts = publisher.stage()) {
			SuitForm form = SuitForm.read(request, parts::take);
			PublishId id = PublishId.of(form.required("publish_id"));
			note.with("id", id.folder());
			boolean force = form.field("force").filter("true"::equals).isPresent();
			Publisher.Publication done = asWhoever(request, () -> publisher.publish(id, parts, force));
			note.with("files", done.files().size()).with("warnings", done.warnings().size());
			return answer(request, done);
		}
	}

	private static ResponseEntity<Object> answer(HttpServletRequest request, Publisher.Publication done) {
		String accept = String.valueOf(request.getHeader("Accept"));
		if (accept.contains(MediaType.APPLICATION_JSON_VALUE)) {
			return ResponseEntity.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.body(new Published(done.files().stream().map(PublishController::shown).toList(), done.warnings()));
		}
		StringBuilder text = new StringBuilder();
		done.warnings().forEach(warning -> text.append("warning: ").append(warning).append('\n'));
		return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(text.toString());
	}

	private static PublishedFile shown(FirmwareFile file) {
		return new PublishedFile(file.name().value(), file.size(), file.digest().hex());
	}

	@GetMapping("/coap/url/**")
	ResponseEntity<String> url(HttpServletRequest request) {
		RequestNote note = RequestNote.begin(request, "coap-url");
		List<String> segments = RequestPath.of(request).segments();
		PublishId id = PublishId.of(String.join("/", segments.subList(URL_SEGMENTS, segments.size())));
		note.with("id", id.folder());
		return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(urls.of(id.folder()));
	}

	private interface Act {

		Publisher.Publication run() throws IOException;

	}

	/** Who publishes without credentials is known by the address alone. */
	private static Publisher.Publication asWhoever(HttpServletRequest request, Act act) throws IOException {
		if (Actor.CURRENT.isBound()) {
			return act.run();
		}
		Actor nobody = new Actor("open-publish", request.getRemoteAddr());
		return ScopedValue.where(Actor.CURRENT, nobody).<Publisher.Publication, IOException>call(act::run);
	}

}
