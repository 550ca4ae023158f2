package io.fuota.operations;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Gives memory back to the system that a start or a busy time has left behind: Java's
 * serial collector, which needs least of it, would fill the heap to its limit before it
 * looks for garbage among what is old (docs/adr/0030).
 */
@Component
class SpareMemory implements DisposableBean {

	private static final Logger LOG = LoggerFactory.getLogger(SpareMemory.class);

	/** The old generation, by the name that the serial collector gives it. */
	private static final String SERIAL_OLD = "Tenured Gen";

	private static final Duration LOOKS = Duration.ofMillis(500);

	private final Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter(pool -> pool.getName().equals(SERIAL_OLD))
		.findAny();

	private final SpareMemoryRules rules = new SpareMemoryRules();

	private volatile Thread thread = new Thread();

	/** When all is ready, and not before: nothing is to be slowed down by it. */
	@EventListener(ApplicationReadyEvent.class)
	void ready() {
		thread = Thread.ofPlatform().daemon().name("spare-memory").start(() -> {
			try {
				watch(NativeMemory.here());
			}
			catch (InterruptedException end) {
				Thread.currentThread().interrupt();
			}
			catch (IOException | RuntimeException failure) {
				if (!Thread.currentThread().isInterrupted()) {
					LOG.warn("memory that isn't needed is no longer given back", failure);
				}
			}
		});
	}

	@Override
	public void destroy() {
		thread.interrupt();
	}

	private void watch(Optional<NativeMemory> besides) throws InterruptedException, IOException {
		while (true) {
			Thread.sleep(LOOKS);
			switch (rules.look(processorTime(), old.map(pool -> pool.getUsage().getUsed()).orElse(0L))) {
				case NOTHING -> {
				}
				case COLLECT -> collect();
				case RELEASE -> {
					collect();
					if (besides.isPresent()) {
						besides.get().release();
					}
					rules.released(processorTime());
				}
			}
		}
	}

	private void collect() {
		if (old.isPresent()) {
			System.gc();
			rules.collected(old.get().getUsage().getUsed());
		}
	}

	private static Duration processorTime() {
		return Duration.ofNanos(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
	}

}
