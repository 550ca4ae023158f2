package io.fuota.protocol.suit;

import io.fuota.device.DeviceId;
import io.fuota.protocol.coap.CoapClient;
import io.fuota.protocol.coap.CoapMethod;
import io.fuota.protocol.coap.CoapPeer;
import io.fuota.protocol.coap.CoapReply;
import io.fuota.protocol.suit.NodeOutcome.Kind;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells nodes of a manifest (docs/protocols/riot-suit.md §4.1), all at once: one that is
 * silent holds up no other.
 */
@Component
class Notifier {

	private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

	/** The most nodes that are asked at a time, by all requests together. */
	static final int MAX_PARALLEL = 256;

	private final Semaphore places = new Semaphore(MAX_PARALLEL);

	private final CoapClient client;

	private final SlotQuery slots;

	private final NotifiedNodes nodes;

	private final TriggerText text;

	Notifier(SuitSettings settings, SlotQuery slots, NotifiedNodes nodes, TriggerText text) {
		this.client = new CoapClient(settings.ackTimeout());
		this.slots = slots;
		this.nodes = nodes;
		this.text = text;
	}

	/**
	 * A node to notify.
	 *
	 * @param device the name that an operator gave it; null: one is made of class and
	 * address
	 */
	record Target(NodeUrl url, @Nullable DeviceId device) {
	}

	/** Which manifest a node is told of. */
	sealed interface Choice {

		/** The same for each. */
		record One(SuitPlan plan) implements Choice {
		}

		/** The one for the slot that the node doesn't run. */
		record BySlot(Optional<SuitPlan> slot0, Optional<SuitPlan> slot1) implements Choice {
		}

	}

	/** Hears how far it is, from many threads. */
	interface Progress {

		/** For whoever waits for the end. */
		Progress UNHEARD = new Progress() {
			@Override
			public void begins(int place) {
				// Nobody looks.
			}

			@Override
			public void ends(int place, NodeOutcome outcome) {
				// Nobody looks.
			}
		};

		/** The first message goes to the node at this place of the list. */
		void begins(int place);

		/** What came of the node at this place of the list. */
		void ends(int place, NodeOutcome outcome);

	}

	/**
	 * Notifies nodes, and waits until each has answered, or won't.
	 * @param publishId for the ids of nodes, where a manifest names no class
	 * @return in the order of the targets
	 */
	List<NodeOutcome> notifyAll(List<Target> targets, Choice choice, PublishId publishId, Progress progress)
			throws InterruptedException {
		try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<NodeOutcome>> outcomes = new ArrayList<>();
			for (int i = 0; i < targets.size(); i++) {
				int place = i;
				outcomes.add(workers.submit(() -> {
					NodeOutcome outcome = inTurn(targets.get(place), choice, publishId, () -> progress.begins(place));
					progress.ends(place, outcome);
					return outcome;
				}));
			}
			List<NodeOutcome> all = new ArrayList<>();
			for (Future<NodeOutcome> outcome : outcomes) {
				all.add(outcome.get());
			}
			return all;
		}
		catch (ExecutionException failure) {
			throw new IllegalStateException("a node couldn't be notified", failure.getCause());
		}
	}

	private NodeOutcome inTurn(Target target, Choice choice, PublishId publishId, Runnable begins)
			throws InterruptedException {
		places.acquire();
		try {
			begins.run();
			InetSocketAddress socket = target.url().resolve();
			return switch (choice) {
				case Choice.One(var plan) -> trigger(node(target, socket, plan, publishId));
				case Choice.BySlot bySlot -> askThenTrigger(target, socket, bySlot, publishId);
			};
		}
		catch (UnknownHostException unknown) {
			return failed(target.url(), Kind.UNREACHABLE,
					"There is no address or network interface " + target.url().host() + ".");
		}
		catch (RuntimeException failure) {
			LOG.error("can't notify {}", target.url().text(), failure);
			return failed(target.url(), Kind.UNREACHABLE, "Something failed inside the server; its log tells more.");
		}
		finally {
			places.release();
		}
	}

	private NodeOutcome askThenTrigger(Target target, InetSocketAddress socket, Choice.BySlot choice,
			PublishId publishId) {
		CoapReply reply = slots.inactive(target.url(), socket);
		if (!(reply instanceof CoapReply.Answered answer) || !answer.isSuccess()) {
			return failed(target.url(), kind(reply), "It was asked for its inactive slot. " + sentence(reply));
		}
		// docs/protocols/riot-suit.md §4.5: what isn't slot 1 is slot 0.
		String inactive = SlotQuery.slot(answer.payload()).orElse("0");
		Optional<SuitPlan> plan = inactive.equals("1") ? choice.slot1() : choice.slot0();
		if (plan.isEmpty()) {
			return failed(target.url(), Kind.REFUSED,
					"No manifest for its inactive slot " + inactive + " was published.");
		}
		NotifiedNode node = node(target, socket, plan.get(), publishId);
		node.runs(NotifiedNode.other(inactive));
		return trigger(node);
	}

	private NodeOutcome trigger(NotifiedNode node) {
		String url = text.url(node.plan().manifest());
		Optional<String> objection = text.objection(node.plan().manifest());
		if (objection.isPresent()) {
			return new NodeOutcome(node.url().text(), node.device().value(), Kind.REFUSED, "", objection.get());
		}
		// Before it is told: it may begin to fetch before it answers.
		Optional<NotifiedNode> before = nodes.expect(node);
		CoapReply reply = client.ask(node.socket(), CoapMethod.POST, node.url().path("suit", "trigger"),
				text.payload(node.plan().manifest()));
		Kind kind = kind(reply);
		switch (kind) {
			case NOTIFIED -> told(node, before);
			case REFUSED -> nodes.refused(node, sentence(reply));
			case UNREACHABLE -> nodes.forget(node);
			case SILENT -> {
				// It may have heard all the same: what it fetches will show.
			}
		}
		return new NodeOutcome(node.url().text(), node.device().value(), kind, url, sentence(reply));
	}

	private void told(NotifiedNode node, Optional<NotifiedNode> before) {
		if (node.slot() == null) {
			slots.active(node).ifPresent(node::runs);
		}
		String slot = node.slot();
		if (slot != null) {
			before.ifPresent(earlier -> nodes.shows(earlier, slot));
		}
		if (nodes.runsIt(node)) {
			// It refuses what isn't above its own number: there is no update to wait for.
			return;
		}
		if (!node.isOffered()) {
			nodes.offer(node, node.plan().imageFor(node.inactiveSlot()));
		}
		nodes.told(node);
	}

	private static NotifiedNode node(Target target, InetSocketAddress socket, SuitPlan plan, PublishId publishId) {
		String address = new CoapPeer(socket.getAddress(), socket.getPort(), false).addressText();
		DeviceId named = target.device();
		String kind = plan.classId().isEmpty() ? publishId.folder() : plan.classId();
		return new NotifiedNode(named == null ? new DeviceId("suit:" + kind + "@" + address) : named, target.url(),
				socket, address, plan);
	}

	private static NodeOutcome failed(NodeUrl url, Kind kind, String sentence) {
		return new NodeOutcome(url.text(), "", kind, "", sentence);
	}

	private static Kind kind(CoapReply reply) {
		return switch (reply) {
			case CoapReply.Answered answer -> answer.isSuccess() ? Kind.NOTIFIED : Kind.REFUSED;
			case CoapReply.Rejected _ -> Kind.REFUSED;
			case CoapReply.Silent _ -> Kind.SILENT;
			case CoapReply.Unreachable _ -> Kind.UNREACHABLE;
		};
	}

	private static String sentence(CoapReply reply) {
		return switch (reply) {
			case CoapReply.Answered answer -> "It answered " + answer.code() + ".";
			case CoapReply.Rejected _ -> "It rejected the message.";
			case CoapReply.Silent _ -> "It didn't answer.";
			case CoapReply.Unreachable(var reason) -> "It can't be reached: " + reason + ".";
		};
	}

}
