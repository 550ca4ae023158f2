package io.fuota.operations;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.LateInspection;
import io.fuota.firmware.Transfers;
import io.fuota.update.CatalogueDevices;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What is done again and again in the background: one thread, which takes its time. */
@Component
class Housekeeping implements SmartLifecycle {

	private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

	private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(10);

	/**
	 * So much of what was acknowledged is lost at most where {@code devices.db-wal} is
	 * lost, or left out of a copy.
	 */
	private static final Duration CHECKPOINT_INTERVAL = Duration.ofMinutes(1);

	private static final Duration HISTORY_INTERVAL = Duration.ofMinutes(1);

	private final FirmwareCatalogue firmware;

	private final LateInspection inspection;

	private final HistoryPurge history;

	private final CatalogueDevices strangers;

	private final JdbcTemplate database;

	private final Duration scrubInterval;

	private ScheduledExecutorService thread = stopped();

	Housekeeping(FirmwareCatalogue firmware, LateInspection inspection, HistoryPurge history,
			CatalogueDevices strangers, JdbcTemplate database, StorageSettings settings) {
		this.firmware = firmware;
		this.inspection = inspection;
		this.history = history;
		this.strangers = strangers;
		this.database = database;
		this.scrubInterval = settings.scrubInterval();
	}

	@Override
	public void start() {
		thread = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("housekeeping").factory());
		thread.execute(() -> attempt(inspection::inspectOlderFiles, "at the next start"));
		every(Duration.ZERO, CHECKPOINT_INTERVAL, this::checkpoint);
		every(SWEEP_INTERVAL, SWEEP_INTERVAL, () -> firmware.sweep(Transfers.RESUMABLE));
		every(scrubInterval, scrubInterval, this::scrub);
		every(HISTORY_INTERVAL, HISTORY_INTERVAL, history::run);
		every(HISTORY_INTERVAL, HISTORY_INTERVAL, strangers::makeRoom);
	}

	@Override
	public void stop() {
		thread.shutdownNow();
	}

	@Override
	public boolean isRunning() {
		return !thread.isShutdown();
	}

	/**
	 * Brings what was committed into {@code devices.db} itself and empties
	 * {@code devices.db-wal}. Emptied it must be: a part of it would put older pages
	 * before newer ones. Where a reader holds it up, it is left to the next time.
	 */
	void checkpoint() {
		database.execute("pragma wal_checkpoint(truncate)");
	}

	private void scrub() {
		long begun = System.nanoTime();
		int broken = firmware.scrub();
		LOG.info("hashed all stored files in {} s; {} can't be served",
				TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun), broken);
	}

	private void every(Duration begin, Duration interval, Runnable work) {
		var _ = thread.scheduleWithFixedDelay(() -> attempt(work, "in " + interval), begin.toMillis(),
				interval.toMillis(), TimeUnit.MILLISECONDS);
	}

	private static void attempt(Runnable work, String again) {
		try {
			work.run();
		}
		catch (RuntimeException failure) {
			// An exception that escapes would end the schedule.
			LOG.error("housekeeping failed; it is tried again {}", again, failure);
		}
	}

	private static ScheduledExecutorService stopped() {
		ScheduledExecutorService none = Executors.newSingleThreadScheduledExecutor();
		none.shutdown();
		return none;
	}

}
