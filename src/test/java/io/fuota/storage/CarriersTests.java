package io.fuota.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CarriersTests {

	private final VirtualThreadSchedulerMXBean scheduler = ManagementFactory
		.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

	private final int ordinary = scheduler.getParallelism();

	@Test
	void othersRunBesideThreadsThatHoldMoreCarriersThanThereAre() throws InterruptedException {
		int holders = 2 * ordinary + 1;
		CountDownLatch holding = new CountDownLatch(holders);
		AtomicBoolean ended = new AtomicBoolean();
		List<Thread> threads = new ArrayList<>();
		try {
			for (int i = 0; i < holders; i++) {
				threads.add(Thread.startVirtualThread(() -> calculate(holding, ended)));
			}
			assertThat(holding.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(Thread.startVirtualThread(() -> {
			}).join(Duration.ofSeconds(30))).isTrue();
		}
		finally {
			ended.set(true);
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(scheduler.getParallelism()).isEqualTo(ordinary);
	}

	/** As SQLite does: whoever is carried by this thread's carrier waits. */
	private static void calculate(CountDownLatch holding, AtomicBoolean ended) {
		try (Carriers.Hold _ = Carriers.hold()) {
			holding.countDown();
			while (!ended.get()) {
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void aThreadOfItsOwnHoldsNone() {
		try (Carriers.Hold _ = Carriers.hold()) {
			assertThat(scheduler.getParallelism()).isEqualTo(ordinary);
		}
	}

}
