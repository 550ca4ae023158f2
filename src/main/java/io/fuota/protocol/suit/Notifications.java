package io.fuota.protocol.suit;

import io.fuota.device.DeviceId;
import io.fuota.history.AuditTrail;
import io.fuota.http.HttpRefusal;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What an operator may tell which nodes (docs/protocols/riot-suit.md §4.5). */
@Component
class Notifications {

	/** The most nodes in one request. */
	static final int MAX_NODES = 1_000;

	private final Manifests manifests;

	private final Notifier notifier;

	private final TriggerText trigger;

	private final SuitMeters meters;

	private final AuditTrail audit;

	Notifications(Manifests manifests, Notifier notifier, TriggerText trigger, SuitMeters meters, AuditTrail audit) {
		this.manifests = manifests;
		this.notifier = notifier;
		this.trigger = trigger;
		this.meters = meters;
		this.audit = audit;
	}

	/**
	 * The publish id that a text names.
	 * @throws HttpRefusal 400, if it can't be one; 404, if nothing is under it
	 */
	PublishId id(String text) {
		PublishId id = PublishId.of(text);
		if (!manifests.knows(id)) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND, "Nothing was published under " + id.folder() + ".");
		}
		return id;
	}

	/**
	 * The newest manifests, each for one slot.
	 * @throws HttpRefusal 404, if there is none; 400, if nodes can't be told of it
	 */
	Notifier.Choice bySlot(PublishId id) {
		Notifier.Choice.BySlot choice = new Notifier.Choice.BySlot(manifests.findForSlot(id, "0"),
				manifests.findForSlot(id, "1"));
		if (choice.slot0().isEmpty() && choice.slot1().isEmpty()) {
			throw new HttpRefusal(HttpStatus.NOT_FOUND,
					"Under " + id.folder() + " is no manifest for a slot (x-slot0.riot.suit.latest.bin).");
		}
		return tellable(choice, Stream.concat(choice.slot0().stream(), choice.slot1().stream()));
	}

	/**
	 * The manifest of one version.
	 * @param version a number, or {@code latest}
	 * @throws HttpRefusal 404, if there is none; 400, if nodes can't be told of it
	 */
	Notifier.Choice byVersion(PublishId id, String version) {
		SuitPlan plan = manifests.find(id, version)
			.orElseThrow(() -> new HttpRefusal(HttpStatus.NOT_FOUND,
					"Under " + id.folder() + " is no manifest of the version " + version
							+ " (x.suitv4_signed.<version>.bin or x.suit.<version>.bin)."));
		return tellable(new Notifier.Choice.One(plan), Stream.of(plan));
	}

	private Notifier.Choice tellable(Notifier.Choice choice, Stream<SuitPlan> plans) {
		plans.flatMap(plan -> trigger.objection(plan.manifest()).stream()).findFirst().ifPresent(objection -> {
			throw HttpRefusal.badRequest(objection);
		});
		return choice;
	}

	/**
	 * A node to notify.
	 * @param device the name that an operator gave it; null: one is made of class and
	 * address
	 * @throws HttpRefusal 400, if one of them can't be
	 */
	static Notifier.Target target(String url, @Nullable String device) {
		try {
			return new Notifier.Target(NodeUrl.parse(url), device == null ? null : new DeviceId(device));
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

	/**
	 * Looks at how many nodes there are.
	 * @throws HttpRefusal 400, if they are too many
	 */
	static void checkCount(int nodes) {
		if (nodes > MAX_NODES) {
			throw HttpRefusal.badRequest("At most " + MAX_NODES + " nodes are notified in one request.");
		}
	}

	/**
	 * Notifies nodes, and waits until each has answered, or won't.
	 * @return in the order of the targets
	 */
	List<NodeOutcome> run(PublishId id, Notifier.Choice choice, List<Notifier.Target> targets,
			Notifier.Progress progress) throws InterruptedException {
		List<NodeOutcome> outcomes = notifier.notifyAll(targets, choice, id, progress);
		outcomes.forEach(outcome -> meters.notified(outcome.outcome()));
		audit.record("notify", id.folder(), null, told(outcomes), false);
		return outcomes;
	}

	private static String told(List<NodeOutcome> outcomes) {
		return outcomes.stream()
			.collect(Collectors.groupingBy(outcome -> outcome.outcome().name().toLowerCase(Locale.ROOT), TreeMap::new,
					Collectors.counting()))
			.toString();
	}

}
