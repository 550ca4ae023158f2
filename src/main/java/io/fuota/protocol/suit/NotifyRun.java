package io.fuota.protocol.suit;

import io.fuota.console.RiotDesk;
import io.fuota.console.RiotDesk.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Nodes that are told while somebody looks on: how far each is. */
final class NotifyRun implements Notifier.Progress {

	private final long number;

	private final Wish wish;

	private final String account;

	private final Instant at;

	private final Duration onTime;

	private final AtomicReferenceArray<Step> steps;

	private volatile boolean over;

	private volatile String trouble = "";

	/**
	 * What is wished for.
	 *
	 * @param version empty: by slot
	 */
	record Wish(PublishId id, String version, Notifier.Choice choice, List<Notifier.Target> targets) {
	}

	/**
	 * How far a node is.
	 *
	 * @param device its id; empty while it isn't known
	 * @param nanos how long the answer took; the beginning by {@link System#nanoTime}
	 * while it waits
	 */
	private record Step(String device, Answer answer, String sentence, long nanos) {
	}

	/**
	 * @param onTime an answer that takes longer is late
	 */
	NotifyRun(long number, Wish wish, String account, Instant at, Duration onTime) {
		this.number = number;
		this.wish = wish;
		this.account = account;
		this.at = at;
		this.onTime = onTime;
		this.steps = new AtomicReferenceArray<>(wish.targets().size());
		for (int i = 0; i < steps.length(); i++) {
			steps.set(i, new Step("", Answer.QUEUED, "", 0));
		}
	}

	long number() {
		return number;
	}

	Wish wish() {
		return wish;
	}

	@Override
	public void begins(int place) {
		steps.set(place, new Step("", Answer.WAITING, "", System.nanoTime()));
	}

	@Override
	public void ends(int place, NodeOutcome outcome) {
		long took = System.nanoTime() - steps.get(place).nanos();
		steps.set(place, new Step(outcome.device(), answer(outcome.outcome(), took), outcome.sentence(), took));
	}

	/**
	 * Nothing more comes of it.
	 * @param sentence why, where that isn't because all have ended; else empty
	 */
	void ended(String sentence) {
		trouble = sentence;
		over = true;
	}

	boolean isOver() {
		return over;
	}

	RiotDesk.Run shown() {
		boolean ended = over;
		return new RiotDesk.Run(number, wish.id().asSent(), wish.version(), account, at, ended, trouble,
				IntStream.range(0, steps.length()).mapToObj(this::shown).toList());
	}

	private RiotDesk.Told shown(int place) {
		Step step = steps.get(place);
		long nanos = step.answer() == Answer.WAITING ? System.nanoTime() - step.nanos() : step.nanos();
		return new RiotDesk.Told(wish.targets().get(place).url().text(), step.device(), step.answer(), step.sentence(),
				Duration.ofNanos(nanos));
	}

	private Answer answer(NodeOutcome.Kind kind, long took) {
		return switch (kind) {
			case NOTIFIED -> took > onTime.toNanos() ? Answer.TOLD_LATE : Answer.TOLD;
			case REFUSED -> Answer.REFUSED;
			case SILENT -> Answer.SILENT;
			case UNREACHABLE -> Answer.UNREACHABLE;
		};
	}

}
