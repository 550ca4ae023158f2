package io.fuota.protocol.exosite;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.update.AssignmentsChanged;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Wakes long polls when an assignment concerns them, or a file that one waits for has
 * come. A device that isn't waiting finds its assignment when it asks.
 */
@Component
class AssignmentFollower implements DisposableBean {

	private static final Logger LOG = LoggerFactory.getLogger(AssignmentFollower.class);

	private static final long PAUSE_MILLIS = 1_000;

	private final ExositeDevices devices;

	private final Offers offers;

	private final ParkedPolls polls;

	private final FirmwareCatalogue firmware;

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("exosite-files").factory());

	private long revision;

	AssignmentFollower(ExositeDevices devices, Offers offers, ParkedPolls polls, FirmwareCatalogue firmware) {
		this.devices = devices;
		this.offers = offers;
		this.polls = polls;
		this.firmware = firmware;
		this.revision = firmware.revision();
		Future<?> _ = thread.scheduleWithFixedDelay(this::lookAtFiles, PAUSE_MILLIS, PAUSE_MILLIS,
				TimeUnit.MILLISECONDS);
	}

	@EventListener
	void changed(AssignmentsChanged changed) {
		for (String id : changed.devices()) {
			try {
				devices.find(id).ifPresent(device -> {
					offers.assignedAnew(device);
					polls.wake(device);
				});
			}
			catch (RuntimeException failure) {
				// The assignment is made, and the device sees it at its next poll.
				LOG.error("{} couldn't be told of its assignment", id, failure);
			}
		}
	}

	@Override
	public void destroy() {
		thread.shutdownNow();
	}

	private void lookAtFiles() {
		long now = firmware.revision();
		if (now == revision) {
			return;
		}
		revision = now;
		try {
			for (String id : polls.waiting()) {
				devices.find(id).ifPresent(polls::wake);
			}
		}
		catch (RuntimeException failure) {
			LOG.error("long polls couldn't be told of new files", failure);
		}
	}

}
