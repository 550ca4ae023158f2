package io.fuota.protocol.suit;

import io.fuota.fleet.FleetSettings;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Asks nodes that were sent a whole image, again and again, which slot they run. A node
 * that starts anew is silent for a while; one that doesn't answer is asked later.
 */
@Component
class SlotChecks implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(SlotChecks.class);

	private static final Duration LOOK = Duration.ofSeconds(1);

	private final NotifiedNodes nodes;

	private final SlotQuery query;

	private final Duration firstWait;

	private final Duration deadline;

	private @Nullable ScheduledExecutorService clock;

	private @Nullable ExecutorService workers;

	SlotChecks(NotifiedNodes nodes, SlotQuery query, SuitSettings settings, FleetSettings updates) {
		this.nodes = nodes;
		this.query = query;
		this.firstWait = settings.slotCheck();
		this.deadline = updates.deadline();
	}

	@Override
	public synchronized void start() {
		ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
		ScheduledExecutorService ticks = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("slot-checks").factory());
		long interval = Math.min(LOOK.toMillis(), firstWait.toMillis());
		ticks.execute(this::restore);
		var _ = ticks.scheduleWithFixedDelay(() -> look(asking), interval, interval, TimeUnit.MILLISECONDS);
		workers = asking;
		clock = ticks;
	}

	@Override
	public synchronized void stop() {
		if (clock != null) {
			clock.shutdownNow();
			clock = null;
		}
		if (workers != null) {
			workers.shutdownNow();
			workers = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return clock != null;
	}

	private void restore() {
		try {
			nodes.restore();
		}
		catch (RuntimeException failure) {
			LOG.error("nodes that were notified before can't be asked for their slots", failure);
		}
	}

	private void look(ExecutorService asking) {
		try {
			for (NotifiedNode node : nodes.all()) {
				// Whatever a node is still up to, its attempt ends at the deadline.
				if (nodes.isOver(node) || (!node.isOffered() && node.isOlderThan(deadline))) {
					nodes.forget(node);
				}
				else if (node.slot() != null && nodes.isDownloaded(node) && node.isDue(firstWait)) {
					asking.execute(() -> ask(node));
				}
			}
		}
		catch (RuntimeException failure) {
			// An exception that escapes would end the schedule.
			LOG.error("nodes can't be asked for their slots now", failure);
		}
	}

	private void ask(NotifiedNode node) {
		try {
			query.active(node).ifPresent(slot -> {
				if (nodes.shows(node, slot)) {
					LOG.info("device {} runs slot {} now: its update is confirmed", node.device(), slot);
				}
			});
		}
		catch (RuntimeException failure) {
			LOG.error("what device {} said of its slot can't be noted", node.device(), failure);
		}
	}

}
