package io.fuota.protocol.suit;

import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /notify} and {@code POST /notifyv4}: what an operator asks for
 * (docs/protocols/riot-suit.md §4.5).
 */
@RestController
class NotifyController {

	private final Notifications notifications;

	NotifyController(Notifications notifications) {
		this.notifications = notifications;
	}

	/** What came of one node, as JSON shows it. */
	record NodeView(String url, String device, String outcome, String manifest, String detail) {

		static NodeView of(NodeOutcome node) {
			return new NodeView(node.url(), node.device(), node.outcome().name().toLowerCase(Locale.ROOT),
					node.manifest(), node.sentence());
		}

	}

	/** What came of all, as JSON shows it. */
	record NotifyView(int notified, int failed, List<NodeView> devices) {
	}

	/** Nodes are asked for their slots, and told of the manifest for the other one. */
	@PostMapping("/notify")
	ResponseEntity<Object> bySlot(HttpServletRequest request) throws IOException, InterruptedException {
		RequestNote note = RequestNote.begin(request, "notify");
		SuitForm form = form(request);
		PublishId id = id(form, note);
		return run(request, note, form, id, notifications.bySlot(id));
	}

	/** Nodes are told of one manifest, whatever slot they run. */
	@PostMapping("/notifyv4")
	ResponseEntity<Object> byVersion(HttpServletRequest request) throws IOException, InterruptedException {
		RequestNote note = RequestNote.begin(request, "notifyv4");
		SuitForm form = form(request);
		PublishId id = id(form, note);
		String version = form.field("version").orElse(ManifestName.LATEST);
		note.with("version", version);
		return run(request, note, form, id, notifications.byVersion(id, version));
	}

	private ResponseEntity<Object> run(HttpServletRequest request, RequestNote note, SuitForm form, PublishId id,
			Notifier.Choice choice) throws InterruptedException {
		List<NodeOutcome> outcomes = notifications.run(id, choice, targets(form), Notifier.Progress.UNHEARD);
		int notified = (int) outcomes.stream().filter(NodeOutcome::isNotified).count();
		int failed = outcomes.size() - notified;
		note.with("notified", notified).with("failed", failed);
		if (String.valueOf(request.getHeader("Accept")).contains(MediaType.APPLICATION_JSON_VALUE)) {
			return ResponseEntity.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.body(new NotifyView(notified, failed, outcomes.stream().map(NodeView::of).toList()));
		}
		String failures = outcomes.stream()
			.filter(outcome -> !outcome.isNotified())
			.map(outcome -> outcome.url() + ": " + outcome.sentence() + "\n")
			.collect(Collectors.joining());
		return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(failures);
	}

	private PublishId id(SuitForm form, RequestNote note) {
		PublishId id = notifications.id(form.required("publish_id"));
		note.with("id", id.folder());
		return id;
	}

	private static SuitForm form(HttpServletRequest request) throws IOException {
		return SuitForm.read(request, (name, _) -> {
			throw HttpRefusal.badRequest("The field " + name + " must not be a file.");
		});
	}

	private static List<Notifier.Target> targets(SuitForm form) {
		List<String> urls = split(form.required("urls"));
		List<String> names = form.field("devices").map(NotifyController::split).orElseGet(List::of);
		Notifications.checkCount(urls.size());
		if (!names.isEmpty() && names.size() != urls.size()) {
			throw HttpRefusal.badRequest("There are " + urls.size() + " urls and " + names.size()
					+ " devices; name one for each, or none at all.");
		}
		List<Notifier.Target> targets = new ArrayList<>();
		for (int i = 0; i < urls.size(); i++) {
			targets.add(Notifications.target(urls.get(i), names.isEmpty() ? null : names.get(i)));
		}
		return targets;
	}

	private static List<String> split(String list) {
		return Stream.of(list.split(",", -1)).map(String::strip).filter(text -> !text.isEmpty()).toList();
	}

}
