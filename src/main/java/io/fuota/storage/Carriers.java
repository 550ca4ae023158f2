package io.fuota.storage;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/**
 * The threads that carry virtual ones: as many as there are processors, so that work that
 * is ready waits in one queue (docs/adr/0032). A call into SQLite, or a long calculation,
 * doesn't leave its carrier to others; it holds one besides for that time.
 */
public final class Carriers {

	private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

	/** With one, whatever calculates would hold up everything else. */
	private static final int LEAST = 2;

	private static final Hold NONE = () -> {
	};

	/** Made when the first carrier is held. */
	private static final class Scheduler {

		static final Carriers INSTANCE = new Carriers(
				ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class));

	}

	/** Null: the scheduler can't be changed, since each virtual thread has its own. */
	private final @Nullable VirtualThreadSchedulerMXBean scheduler;

	private final int ordinary;

	private int held;

	private Carriers(@Nullable VirtualThreadSchedulerMXBean known) {
		ordinary = known == null ? 0 : known.getParallelism();
		scheduler = ordinary > 0 ? known : null;
	}

	/**
	 * Says how many there are, before there is a virtual thread. A number that was given
	 * to Java stays.
	 */
	public static void prepare() {
		if (System.getProperty(PARALLELISM) == null) {
			int processors = Runtime.getRuntime().availableProcessors();
			System.setProperty(PARALLELISM, Integer.toString(Math.max(LEAST, processors)));
		}
	}

	/**
	 * Until it is closed, one carrier more works for others. A thread that isn't virtual
	 * holds none.
	 */
	public static Hold hold() {
		if (!Thread.currentThread().isVirtual() || Scheduler.INSTANCE.scheduler == null) {
			return NONE;
		}
		Carriers carriers = Scheduler.INSTANCE;
		carriers.change(1);
		// The scheduler looks for a further carrier only when work is added.
		Thread.startVirtualThread(() -> {
		});
		AtomicBoolean isHeld = new AtomicBoolean(true);
		return () -> {
			if (isHeld.compareAndSet(true, false)) {
				carriers.change(-1);
			}
		};
	}

	private synchronized void change(int by) {
		held += by;
		if (scheduler != null) {
			scheduler.setParallelism(ordinary + held);
		}
	}

	/** A carrier that others can't use; closing it again does nothing. */
	@FunctionalInterface
	public interface Hold extends AutoCloseable {

		/** Others may use it again. */
		@Override
		void close();

	}

}
