package io.fuota.protocol.exosite;

import io.fuota.history.DeviceEvent;
import io.fuota.history.EventKind;
import io.fuota.history.Timeline;
import io.fuota.protocol.exosite.ExositeRows.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings reports into timelines, once a second: those of a device that came meanwhile are
 * one event there. None is lost, since each is in a table until then.
 */
@Component
class ReportMerger implements DisposableBean {

	private static final Logger LOG = LoggerFactory.getLogger(ReportMerger.class);

	private static final long PAUSE_MILLIS = 1_000;

	/** Reports in one transaction. */
	private static final int TOGETHER = 5_000;

	private static final String SEPARATOR = "; ";

	private final ExositeRows rows;

	private final Timeline timeline;

	private final TransactionTemplate transactions;

	/** True at first: the last run may have left some. */
	private final AtomicBoolean expected = new AtomicBoolean(true);

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("reports").factory());

	ReportMerger(ExositeRows rows, Timeline timeline, TransactionTemplate transactions) {
		this.rows = rows;
		this.timeline = timeline;
		this.transactions = transactions;
		Future<?> _ = thread.scheduleWithFixedDelay(this::run, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
	}

	/** There will be reports. */
	void expect() {
		expected.set(true);
	}

	@Override
	public void destroy() {
		thread.shutdownNow();
	}

	private void run() {
		if (!expected.compareAndSet(true, false)) {
			return;
		}
		try {
			boolean more = true;
			while (more) {
				more = merge();
			}
		}
		catch (RuntimeException failure) {
			expected.set(true);
			LOG.error("reports of devices can't be brought into their timelines; tried again in a second", failure);
		}
	}

	private boolean merge() {
		boolean[] more = new boolean[1];
		List<DeviceEvent> told = transactions.execute(_ -> {
			List<Report> reports = rows.reports(TOGETHER);
			more[0] = reports.size() == TOGETHER;
			if (reports.isEmpty()) {
				return List.<DeviceEvent>of();
			}
			List<DeviceEvent> written = timeline.write(events(reports));
			rows.deleteReports(reports.getLast().id());
			return written;
		});
		timeline.tell(told == null ? List.of() : told);
		return more[0];
	}

	/**
	 * A device's reports of one version in a row are one event, as far as its note
	 * reaches.
	 */
	static List<DeviceEvent> events(List<Report> reports) {
		List<DeviceEvent> events = new ArrayList<>();
		Map<String, Integer> latest = new LinkedHashMap<>();
		for (Report report : reports) {
			Integer at = latest.get(report.device());
			DeviceEvent before = at == null ? null : events.get(at);
			String joined = before == null ? report.note() : before.note() + SEPARATOR + report.note();
			if (at != null && before != null && java.util.Objects.equals(before.version(), report.version())
					&& joined.length() <= DeviceEvent.MAX_NOTE_LENGTH) {
				events.set(at, before.withNote(joined));
			}
			else {
				latest.put(report.device(), events.size());
				events.add(DeviceEvent.of(report.device(), report.at(), EventKind.REPORT, report.version(), null)
					.withNote(report.note()));
			}
		}
		return events;
	}

}
