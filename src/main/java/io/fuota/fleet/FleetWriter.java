package io.fuota.fleet;

import io.fuota.fleet.FleetRows.AttemptRow;
import io.fuota.fleet.FleetRows.LearnedRow;
import io.fuota.history.DeviceEvent;
import io.fuota.history.Timeline;
import io.fuota.step.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes what devices did into the database, in one transaction a second. Whoever needs
 * to know that something is durable waits for the next one, which then begins at once.
 */
@Component
class FleetWriter implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(FleetWriter.class);

	private static final long PAUSE_MILLIS = 1_000;

	/** An ESP32 waits 5 s for an answer. */
	private static final long PATIENCE_MILLIS = 3_000;

	/** Beyond this, while the database can't be written, further events are lost. */
	static final int MAX_EVENTS = 100_000;

	private static final int LATEST_STOP = Integer.MIN_VALUE + 1_000;

	private final FleetRows rows;

	private final Timeline timeline;

	private final TransactionTemplate transactions;

	private final ConcurrentLinkedQueue<TrackedDevice> changed = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<AttemptRow> endedAttempts = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<LearnedRow> learned = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedQueue<DeviceEvent> events = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waitingEvents = new AtomicInteger();

	private final AtomicReference<CompletableFuture<Void>> next = new AtomicReference<>(new CompletableFuture<>());

	private final Semaphore hurry = new Semaphore(0);

	private volatile boolean running;

	private volatile Thread thread = new Thread();

	private boolean failing;

	FleetWriter(FleetRows rows, Timeline timeline, TransactionTemplate transactions) {
		this.rows = rows;
		this.timeline = timeline;
		this.transactions = transactions;
	}

	/** A device has changed; its monitor is held. */
	void changed(TrackedDevice device) {
		if (!device.queued && !device.forgotten) {
			device.queued = true;
			changed.add(device);
		}
	}

	/** An attempt gives way to the device's next one. */
	void ended(String device, UpdateAttempt attempt) {
		endedAttempts.add(new AttemptRow(device, attempt));
	}

	void learned(LearnedRow row) {
		learned.add(row);
	}

	void event(DeviceEvent event) {
		if (waitingEvents.incrementAndGet() > MAX_EVENTS) {
			waitingEvents.decrementAndGet();
			return;
		}
		events.add(event);
	}

	/** How many devices and events wait to be written. */
	int waiting() {
		return changed.size() + waitingEvents.get();
	}

	/** Begins the next transaction now rather than in a second. */
	void hurry() {
		if (hurry.availablePermits() == 0) {
			hurry.release();
		}
	}

	/**
	 * Waits until everything that was handed over before is durable; gives up, with an
	 * error in the log, while a device still has patience.
	 * @return whether it is durable
	 */
	boolean awaitDurable() {
		CompletableFuture<Void> written = next.get();
		hurry();
		try {
			written.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
			return true;
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException failure) {
			LOG.error("what a device did isn't in the database yet: {}", failure.toString());
		}
		return false;
	}

	@Override
	public void start() {
		running = true;
		thread = Thread.ofPlatform().name("fleet-writer").daemon().start(this::run);
	}

	@Override
	public void stop() {
		running = false;
		hurry();
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

	/** Stops behind the web server, so that the last answers are written too. */
	@Override
	public int getPhase() {
		return LATEST_STOP;
	}

	private void run() {
		while (running) {
			try {
				var _ = hurry.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException stopping) {
				break;
			}
			flush();
		}
		flush();
	}

	void flush() {
		CompletableFuture<Void> written = next.getAndSet(new CompletableFuture<>());
		Batch batch = new Batch();
		List<DeviceEvent> told;
		try {
			told = batch.isEmpty() ? List.of() : batch.write();
		}
		catch (RuntimeException failure) {
			batch.handBack();
			written.completeExceptionally(failure);
			if (!failing) {
				LOG.error("what devices did can't be written and is kept in memory; tried again every second", failure);
			}
			failing = true;
			return;
		}
		written.complete(null);
		failing = false;
		tell(told);
	}

	/** What is in the database stays there, whatever a listener makes of it. */
	private void tell(List<DeviceEvent> told) {
		try {
			timeline.tell(told);
		}
		catch (RuntimeException failure) {
			LOG.error("{} events are written, but not everybody could be told", told.size(), failure);
		}
	}

	/** What one transaction writes. */
	private final class Batch {

		private final List<TrackedDevice> devices = new ArrayList<>();

		private final List<DeviceStatus> statuses = new ArrayList<>();

		/** Of devices that did no more than to ask again. */
		private final List<DeviceStatus> sightings = new ArrayList<>();

		/** By id: the same attempt may have ended since a device handed it over. */
		private final Map<Long, AttemptRow> attempts = new LinkedHashMap<>();

		private final List<LearnedRow> versions = new ArrayList<>();

		private final List<DeviceEvent> happened = new ArrayList<>();

		Batch() {
			for (TrackedDevice device = changed.poll(); device != null; device = changed.poll()) {
				synchronized (device) {
					device.queued = false;
					if (!device.forgotten) {
						devices.add(device);
						(device.wholly ? statuses : sightings).add(device.status());
						device.wholly = false;
					}
				}
			}
			for (AttemptRow row = endedAttempts.poll(); row != null; row = endedAttempts.poll()) {
				add(row);
			}
			for (DeviceStatus status : statuses) {
				UpdateAttempt attempt = status.attempt();
				if (attempt != null) {
					add(new AttemptRow(status.id(), attempt));
				}
			}
			for (LearnedRow row = learned.poll(); row != null; row = learned.poll()) {
				versions.add(row);
			}
			for (DeviceEvent event = events.poll(); event != null; event = events.poll()) {
				happened.add(event);
			}
			waitingEvents.addAndGet(-happened.size());
		}

		// What was handed back by a failed transaction is older.
		private void add(AttemptRow row) {
			attempts.merge(row.attempt().id(), row,
					(one, other) -> one.attempt().state().compareTo(other.attempt().state()) > 0 ? one : other);
		}

		boolean isEmpty() {
			return devices.isEmpty() && attempts.isEmpty() && versions.isEmpty() && happened.isEmpty();
		}

		List<DeviceEvent> write() {
			List<DeviceEvent> told = transactions.execute(_ -> {
				rows.saveAttempts(attempts.values());
				rows.saveDevices(statuses);
				rows.saveSightings(sightings);
				rows.saveLearned(versions);
				List<DeviceEvent> numbered = timeline.write(happened);
				Step.FLEET_WRITTEN.reached();
				return numbered;
			});
			Step.FLEET_COMMITTED.reached();
			return told == null ? List.of() : told;
		}

		void handBack() {
			for (TrackedDevice device : devices) {
				synchronized (device) {
					device.wholly = true;
					changed(device);
				}
			}
			endedAttempts.addAll(attempts.values());
			learned.addAll(versions);
			happened.forEach(FleetWriter.this::event);
		}

	}

}
