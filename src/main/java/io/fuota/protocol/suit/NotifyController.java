package io.fuota.protocol.suit;

import io.fuota.device.DeviceId;
import io.fuota.history.AuditTrail;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
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

	/** The most nodes in one request. */
	static final int MAX_NODES = 1_000;

	private final Manifests manifests;

	private final Notifier notifier;

	private final TriggerText trigger;

	private final SuitMeters meters;

	private final AuditTrail audit;

	NotifyController(Manifests manifests, Notifier notifier, TriggerText trigger, SuitMeters meters, AuditTrail audit) {
		this.manifests = manifests;
		this.notifier = notifier;
		this.trigger = trigger;
		this.meters = meters;
		this.audit = audit;
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
		PublishId id = id(form);
		note.with("id", id.folder());
		Notifier.Choice choice = new Notifier.Choice.BySlot(manifests.findForSlot(id, "0"),
				manifests.findForSlot(id, "1"));
		if (choice.equals(new Notifier.Choice.BySlot(Optional.empty(), Optional.empty()))) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND,
					"Under " + id.folder() + " is no manifest for a slot (x-slot0.riot.suit.latest.bin).");
		}
		return run(request, note, form, id, choice);
	}

	/** Nodes are told of one manifest, whatever slot they run. */
	@PostMapping("/notifyv4")
	ResponseEntity<Object> byVersion(HttpServletRequest request) throws IOException, InterruptedException {
		RequestNote note = RequestNote.begin(request, "notifyv4");
		SuitForm form = form(request);
		PublishId id = id(form);
		String version = form.field("version").orElse(ManifestName.LATEST);
		note.with("id", id.folder()).with("version", version);
		SuitPlan plan = manifests.find(id, version)
			.orElseThrow(() -> new HttpRefusal(HttpStatus.NOT_FOUND,
					"Under " + id.folder() + " is no manifest of the version " + version
							+ " (x.suitv4_signed.<version>.bin or x.suit.<version>.bin)."));
		return run(request, note, form, id, new Notifier.Choice.One(plan));
	}

	private ResponseEntity<Object> run(HttpServletRequest request, RequestNote note, SuitForm form, PublishId id,
			Notifier.Choice choice) throws InterruptedException {
		List<Notifier.Target> targets = targets(form);
		plans(choice).flatMap(plan -> trigger.objection(plan.manifest()).stream()).findFirst().ifPresent(objection -> {
			throw HttpRefusal.badRequest(objection);
		});
		List<NodeOutcome> outcomes = notifier.notifyAll(targets, choice, id);
		outcomes.forEach(outcome -> meters.notified(outcome.outcome()));
		int notified = (int) outcomes.stream().filter(NodeOutcome::isNotified).count();
		int failed = outcomes.size() - notified;
		note.with("notified", notified).with("failed", failed);
		audit.record("notify", id.folder(), null, told(outcomes), false);
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

	private static Stream<SuitPlan> plans(Notifier.Choice choice) {
		return switch (choice) {
			case Notifier.Choice.One(var plan) -> Stream.of(plan);
			case Notifier.Choice.BySlot(var slot0, var slot1) -> Stream.concat(slot0.stream(), slot1.stream());
		};
	}

	private static String told(List<NodeOutcome> outcomes) {
		return outcomes.stream()
			.collect(Collectors.groupingBy(outcome -> outcome.outcome().name().toLowerCase(Locale.ROOT), TreeMap::new,
					Collectors.counting()))
			.toString();
	}

	private PublishId id(SuitForm form) {
		PublishId id = PublishId.of(form.required("publish_id"));
		if (!manifests.knows(id)) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "Nothing was published under " + id.folder() + ".");
		}
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
		if (urls.size() > MAX_NODES) {
			throw HttpRefusal.badRequest("At most " + MAX_NODES + " nodes are notified in one request.");
		}
		if (!names.isEmpty() && names.size() != urls.size()) {
			throw HttpRefusal.badRequest("There are " + urls.size() + " urls and " + names.size()
					+ " devices; name one for each, or none at all.");
		}
		List<Notifier.Target> targets = new ArrayList<>();
		try {
			for (int i = 0; i < urls.size(); i++) {
				targets.add(new Notifier.Target(NodeUrl.parse(urls.get(i)),
						names.isEmpty() ? null : new DeviceId(names.get(i))));
			}
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
		return targets;
	}

	private static List<String> split(String list) {
		return Stream.of(list.split(",", -1)).map(String::strip).filter(text -> !text.isEmpty()).toList();
	}

}
