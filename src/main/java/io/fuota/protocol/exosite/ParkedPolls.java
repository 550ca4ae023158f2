package io.fuota.protocol.exosite;

import io.fuota.protocol.exosite.Offers.Given;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Long polls that wait for a value. One timer thread ends them; answers are written by
 * virtual threads, so that a slow client holds up nobody.
 */
@Component
class ParkedPolls implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(ParkedPolls.class);

	/**
	 * Of one device. A device that lost its connection leaves a poll behind, which the
	 * server can't see; of more than this many, the oldest is ended.
	 */
	static final int MAX_OF_DEVICE = 3;

	/**
	 * Wrong credentials wait this long, so that a device that asks again at once doesn't
	 * spin.
	 */
	static final Duration HELD = Duration.ofSeconds(3);

	/** And up to this much longer, so that not all of them come back at the same time. */
	private static final Duration SPREAD = Duration.ofSeconds(2);

	/** Beyond this many they are answered at once. */
	static final int MAX_HELD = 1_000;

	/**
	 * At a stop, polls end over this time, so that devices don't all come back at once.
	 */
	static final Duration STOP_OVER = Duration.ofSeconds(10);

	/** With the web server's own graceful stop, while it still serves what is open. */
	private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1_024;

	private final Map<String, Deque<ParkedPoll>> byDevice = new ConcurrentHashMap<>();

	private final Set<ParkedPoll> held = ConcurrentHashMap.newKeySet();

	private final ScheduledThreadPoolExecutor timer;

	private final ExecutorService answers = Executors
		.newThreadPerTaskExecutor(Thread.ofVirtual().name("poll-answer").factory());

	private final Offers offers;

	private final Clock clock;

	private volatile boolean running;

	ParkedPolls(Offers offers, Clock clock) {
		this.offers = offers;
		this.clock = clock;
		this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("poll-timer").factory());
		this.timer.setRemoveOnCancelPolicy(true);
	}

	/** How many wait for a value. */
	int size() {
		return byDevice.values().stream().mapToInt(Collection::size).sum();
	}

	/** Waits for a value, for at most so long. */
	void park(ExositeDevice device, ParkedPoll poll, Duration time) {
		List<ParkedPoll> left = new ArrayList<>();
		byDevice.compute(device.id(), (_, known) -> {
			Deque<ParkedPoll> polls = known == null ? new ConcurrentLinkedDeque<>() : known;
			polls.addLast(poll);
			if (polls.size() > MAX_OF_DEVICE) {
				left.add(polls.removeFirst());
			}
			return polls;
		});
		left.forEach(old -> answers.execute(old::nothingNew));
		poll.timesOut(
				timer.schedule(() -> answers.execute(() -> end(device, poll)), time.toMillis(), TimeUnit.MILLISECONDS));
		// What was written since it was looked at woke nobody.
		give(device, poll);
	}

	/** Wrong credentials: 401 after a while. */
	void hold(ParkedPoll poll) {
		if (held.size() >= MAX_HELD) {
			poll.unauthorized();
			return;
		}
		held.add(poll);
		long millis = HELD.toMillis() + ThreadLocalRandom.current().nextLong(SPREAD.toMillis());
		poll.timesOut(timer.schedule(() -> answers.execute(() -> {
			held.remove(poll);
			poll.unauthorized();
		}), millis, TimeUnit.MILLISECONDS));
	}

	/**
	 * Something was written for this device: its polls are looked at, by other threads.
	 */
	void wake(ExositeDevice device) {
		Deque<ParkedPoll> polls = byDevice.get(device.id());
		if (polls != null) {
			polls.forEach(poll -> answers.execute(() -> give(device, poll)));
		}
	}

	/** The connection of a poll is gone. */
	void lost(ParkedPoll poll) {
		poll.lost();
		held.remove(poll);
		ExositeDevice device = poll.device();
		if (device != null) {
			remove(device, poll);
		}
	}

	/** Whether this device waits now. */
	boolean isWaiting(String device) {
		return byDevice.containsKey(device);
	}

	/** How much longer a device's polls wait at most. */
	Duration longestWait(String device) {
		return Optional.ofNullable(byDevice.get(device))
			.flatMap(polls -> polls.stream().map(ParkedPoll::timeLeft).max(Comparator.naturalOrder()))
			.orElse(Duration.ZERO);
	}

	/** The devices that wait now. */
	List<String> waiting() {
		return List.copyOf(byDevice.keySet());
	}

	private void give(ExositeDevice device, ParkedPoll poll) {
		if (poll.isAnswered() || !poll.isFor(Offers.RESOURCE)) {
			return;
		}
		Optional<Given> given = offers.give(device, poll.sinceMicros(), poll.address());
		given.ifPresent(value -> {
			ended(device, poll);
			poll.give(value);
		});
	}

	private void end(ExositeDevice device, ParkedPoll poll) {
		ended(device, poll);
		poll.nothingNew();
	}

	private void ended(ExositeDevice device, ParkedPoll poll) {
		remove(device, poll);
		device.pollEnded(clock.instant());
	}

	private void remove(ExositeDevice device, ParkedPoll poll) {
		byDevice.computeIfPresent(device.id(), (_, polls) -> {
			polls.remove(poll);
			return polls.isEmpty() ? null : polls;
		});
	}

	@Override
	public void start() {
		running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/** New polls are refused by then; those that wait end one after the other. */
	@Override
	public void stop(Runnable callback) {
		running = false;
		Thread.ofVirtual().name("polls-stop").start(() -> {
			try {
				endAll();
			}
			finally {
				callback.run();
			}
		});
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private void endAll() {
		List<ParkedPoll> all = new ArrayList<>(held);
		byDevice.values().forEach(all::addAll);
		Collections.shuffle(all);
		if (!all.isEmpty()) {
			LOG.info("{} long polls are ended", all.size());
		}
		// As many a millisecond as it takes; a few end at once.
		long pauseNanos = all.size() < 100 ? 0 : STOP_OVER.toNanos() / all.size();
		for (ParkedPoll poll : all) {
			answers.execute(poll::stopping);
			if (pauseNanos > 0) {
				java.util.concurrent.locks.LockSupport.parkNanos(pauseNanos);
			}
		}
		timer.shutdownNow();
	}

}
