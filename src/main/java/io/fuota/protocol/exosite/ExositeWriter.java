package io.fuota.protocol.exosite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what devices and operators changed, whatever comes together in one transaction:
 * thousands of devices acknowledge at a time, and each waits until its write is durable.
 */
@Component
class ExositeWriter implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(ExositeWriter.class);

	/** Writes in one transaction, at most. */
	private static final int TOGETHER = 2_000;

	private static final long PATIENCE_MILLIS = 10_000;

	/** Behind the web server, so that the last writes are written too. */
	private static final int LATEST_STOP = Integer.MIN_VALUE + 2_000;

	/**
	 * Something to write.
	 *
	 * @param also what is written in the same transaction
	 */
	private record Item(Collection<ExositeDevice> devices, Runnable also, CompletableFuture<Boolean> written) {
	}

	private final ExositeRows rows;

	private final TransactionTemplate transactions;

	private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();

	private volatile boolean running;

	private volatile Thread thread = new Thread();

	ExositeWriter(ExositeRows rows, TransactionTemplate transactions) {
		this.rows = rows;
		this.transactions = transactions;
	}

	/**
	 * Writes these devices as they are now, and something besides; durable when this
	 * returns.
	 * @throws IllegalStateException if it can't be written
	 */
	void write(Collection<ExositeDevice> devices, Runnable also) {
		CompletableFuture<Boolean> written = begin(devices, also);
		try {
			written.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted before it was written", stopping);
		}
		catch (ExecutionException | TimeoutException failure) {
			throw new IllegalStateException("what was changed can't be written", failure);
		}
	}

	/** The same without waiting. */
	void writeSoon(ExositeDevice device) {
		var _ = begin(List.of(device), () -> {
		});
	}

	private CompletableFuture<Boolean> begin(Collection<ExositeDevice> devices, Runnable also) {
		CompletableFuture<Boolean> written = new CompletableFuture<>();
		items.add(new Item(devices, also, written));
		return written;
	}

	@Override
	public void start() {
		running = true;
		thread = Thread.ofPlatform().name("exosite-writer").daemon().start(this::run);
	}

	@Override
	public void stop() {
		running = false;
		items.add(new Item(List.of(), () -> {
		}, new CompletableFuture<>()));
		try {
			thread.join(PATIENCE_MILLIS);
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	@Override
	public int getPhase() {
		return LATEST_STOP;
	}

	private void run() {
		List<Item> group = new ArrayList<>();
		while (running || !items.isEmpty()) {
			group.clear();
			try {
				group.add(items.take());
			}
			catch (InterruptedException stopping) {
				return;
			}
			items.drainTo(group, TOGETHER - 1);
			if (!written(group)) {
				// One that can't be written must not spoil the others.
				group.forEach(item -> written(List.of(item)));
			}
		}
	}

	private boolean written(List<Item> group) {
		try {
			transactions.executeWithoutResult(_ -> {
				Set<ExositeDevice> devices = new LinkedHashSet<>();
				group.forEach(item -> devices.addAll(item.devices()));
				rows.save(devices.stream().filter(device -> !device.isGone()).map(ExositeDevice::state).toList());
				group.forEach(item -> item.also().run());
			});
			group.forEach(item -> item.written().complete(true));
			return true;
		}
		catch (RuntimeException failure) {
			if (group.size() == 1) {
				LOG.error("what was changed for {} can't be written",
						group.getFirst().devices().stream().map(ExositeDevice::id).limit(1).toList(), failure);
				group.getFirst().written().completeExceptionally(failure);
			}
			return false;
		}
	}

}
