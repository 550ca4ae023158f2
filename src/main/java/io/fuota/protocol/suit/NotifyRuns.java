package io.fuota.protocol.suit;

import io.fuota.history.Actor;
import io.fuota.http.HttpRefusal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Notifications that go on while somebody looks on, and those that are over; kept in
 * memory alone.
 */
@Component
class NotifyRuns {

	private static final Logger LOG = LoggerFactory.getLogger(NotifyRuns.class);

	/** At a time. */
	static final int MAX_UNDER_WAY = 4;

	/** The ones that are over; beyond it the earliest are forgotten. */
	static final int MAX_REMEMBERED = 20;

	private final Notifications notifications;

	private final Clock clock;

	private final Duration onTime;

	private final Deque<NotifyRun> latestFirst = new ArrayDeque<>();

	private long last;

	NotifyRuns(Notifications notifications, SuitSettings settings, Clock clock) {
		this.notifications = notifications;
		this.clock = clock;
		this.onTime = settings.ackTimeout();
	}

	/**
	 * Begins.
	 * @throws HttpRefusal 503, if {@value #MAX_UNDER_WAY} others go on
	 */
	NotifyRun begin(NotifyRun.Wish wish) {
		Actor actor = Actor.current();
		NotifyRun run = remember(wish, actor);
		Thread.ofVirtual()
			.name("notify-" + run.number())
			.start(() -> ScopedValue.where(Actor.CURRENT, actor).run(() -> carryOut(run)));
		return run;
	}

	synchronized Optional<NotifyRun> find(long number) {
		return latestFirst.stream().filter(run -> run.number() == number).findFirst();
	}

	/** The latest first. */
	synchronized List<NotifyRun> all() {
		return List.copyOf(latestFirst);
	}

	private synchronized NotifyRun remember(NotifyRun.Wish wish, Actor actor) {
		long underWay = latestFirst.stream().filter(run -> !run.isOver()).count();
		if (underWay >= MAX_UNDER_WAY) {
			throw new HttpRefusal(HttpStatus.SERVICE_UNAVAILABLE, "Nodes are still told of " + underWay
					+ " other wishes, as many as go on at a time. Wait until one is over.");
		}
		last++;
		NotifyRun run = new NotifyRun(last, wish, actor.account(), clock.instant(), onTime);
		latestFirst.addFirst(run);
		if (latestFirst.size() > MAX_UNDER_WAY + MAX_REMEMBERED) {
			latestFirst.removeLast();
		}
		return run;
	}

	private void carryOut(NotifyRun run) {
		NotifyRun.Wish wish = run.wish();
		String trouble = "Something failed inside the server; its log tells more.";
		try {
			notifications.run(wish.id(), wish.choice(), wish.targets(), run);
			trouble = "";
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException failure) {
			LOG.error("nodes can't be told of {}", wish.id().folder(), failure);
		}
		finally {
			run.ended(trouble);
		}
	}

}
