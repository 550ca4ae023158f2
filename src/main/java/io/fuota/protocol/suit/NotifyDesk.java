package io.fuota.protocol.suit;

import io.fuota.console.RiotDesk.Node;
import io.fuota.console.RiotDesk.Run;
import io.fuota.http.HttpRefusal;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Notifications that people begin and look after. */
@Component
class NotifyDesk {

	private final Notifications notifications;

	private final NotifyRuns runs;

	NotifyDesk(Notifications notifications, NotifyRuns runs) {
		this.notifications = notifications;
		this.runs = runs;
	}

	/**
	 * Begins one.
	 * @param version empty: by slot
	 * @return its number
	 * @throws HttpRefusal as for {@code /notify}, before anything is sent
	 */
	long begin(String publishId, String version, List<Node> nodes) {
		PublishId id = notifications.id(publishId);
		Notifier.Choice choice = version.isEmpty() ? notifications.bySlot(id) : notifications.byVersion(id, version);
		if (nodes.isEmpty()) {
			throw HttpRefusal.badRequest("Name at least one node.");
		}
		Notifications.checkCount(nodes.size());
		List<Notifier.Target> targets = nodes.stream()
			.map(node -> Notifications.target(node.url(), node.name()))
			.toList();
		return runs.begin(new NotifyRun.Wish(id, version, choice, targets)).number();
	}

	Optional<Run> run(long number) {
		return runs.find(number).map(NotifyRun::shown);
	}

	List<Run> runs() {
		return runs.all().stream().map(NotifyRun::shown).toList();
	}

}
