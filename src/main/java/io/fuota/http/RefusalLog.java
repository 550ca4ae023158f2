package io.fuota.http;

import io.fuota.access.ClientNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps the log readable while requests without valid credentials pour in: of each
 * network, the first ones of a minute get their line, and the others are summed up when
 * the minute is over.
 */
@Component
final class RefusalLog implements AutoCloseable {

	/** Lines for a network in a minute. */
	static final int LINES = 10;

	/** Lines for all networks in a minute. */
	static final int LINES_OF_ALL = 500;

	/** Networks that are counted each for itself; the others are counted together. */
	static final int MAX_NETWORKS = 10_000;

	/** Networks that are named when the minute is over: those with the most. */
	static final int NAMED = 10;

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private static final ClientNetwork OTHERS = new ClientNetwork("others");

	private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

	private record Tally(ClientNetwork network, long requests, long logged) {
	}

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("refusals").factory());

	private Map<ClientNetwork, Tally> tallies = new HashMap<>();

	private int lines;

	RefusalLog() {
		// It never ends by itself.
		Future<?> _ = thread.scheduleAtFixedRate(() -> minuteIsOver().forEach(LOG::warn), INTERVAL.toMillis(),
				INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Counts a request that was refused; whether it gets a line of its own. */
	synchronized boolean admits(ClientNetwork network) {
		boolean isKnown = tallies.containsKey(network) || tallies.size() < MAX_NETWORKS;
		Tally tally = tallies.computeIfAbsent(isKnown ? network : OTHERS, one -> new Tally(one, 0, 0));
		boolean admitted = tally.logged() < LINES && lines < LINES_OF_ALL;
		lines += admitted ? 1 : 0;
		tallies.put(tally.network(),
				new Tally(tally.network(), tally.requests() + 1, tally.logged() + (admitted ? 1 : 0)));
		return admitted;
	}

	/**
	 * Begins to count anew.
	 * @return what there is to say about the requests that got no line
	 */
	List<String> minuteIsOver() {
		Map<ClientNetwork, Tally> counted;
		synchronized (this) {
			counted = tallies;
			tallies = new HashMap<>();
			lines = 0;
		}
		List<Tally> most = counted.values()
			.stream()
			.filter(tally -> tally.logged() < tally.requests())
			.sorted(Comparator.comparingLong(Tally::requests).reversed())
			.toList();
		List<String> summary = new ArrayList<>();
		for (Tally tally : most.subList(0, Math.min(NAMED, most.size()))) {
			summary.add("refused %d requests without valid credentials in a minute from %s; %d of them have a line"
				.formatted(tally.requests(), tally.network(), tally.logged()));
		}
		if (most.size() > NAMED) {
			List<Tally> rest = most.subList(NAMED, most.size());
			summary.add("refused %d requests without valid credentials in a minute from %d more networks"
				.formatted(rest.stream().mapToLong(Tally::requests).sum(), rest.size()));
		}
		return summary;
	}

	@Override
	public void close() {
		thread.shutdownNow();
	}

}
