package io.fuota.console;

import io.fuota.history.DeviceEvent;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * An open page. It is told which devices changed, at most once in {@value #PAUSE_MILLIS}
 * ms however much happens, and asks for what it shows itself.
 */
final class LiveListener {

	/** More changed devices are not named. */
	static final int MAX_NAMED = 100;

	static final long PAUSE_MILLIS = 500;

	/** The browser connects again by itself; so the server forgets who is gone. */
	private static final long LIFETIME_MILLIS = TimeUnit.MINUTES.toMillis(10);

	private static final long SIGN_OF_LIFE_SECONDS = 15;

	private final SseEmitter emitter = new SseEmitter(LIFETIME_MILLIS);

	private final Set<String> changed = new LinkedHashSet<>();

	private final Semaphore news = new Semaphore(0);

	private volatile boolean open = true;

	LiveListener(Runnable whenOver) {
		Runnable over = () -> {
			open = false;
			whenOver.run();
		};
		emitter.onCompletion(over);
		emitter.onTimeout(over);
		emitter.onError(_ -> over.run());
	}

	/**
	 * What a page is told.
	 *
	 * @param more whether others changed besides
	 */
	record Changes(List<String> devices, boolean more) {
	}

	SseEmitter emitter() {
		return emitter;
	}

	/** Never waits. */
	void tell(List<DeviceEvent> events) {
		synchronized (changed) {
			for (DeviceEvent event : events) {
				if (changed.size() > MAX_NAMED) {
					break;
				}
				changed.add(event.device());
			}
		}
		news.release();
	}

	void start() {
		Thread.ofVirtual().name("console-events").start(this::run);
	}

	void close() {
		open = false;
		emitter.complete();
	}

	private void run() {
		try {
			emitter.send(SseEmitter.event().comment("connected"));
			while (open) {
				if (news.tryAcquire(SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS)) {
					news.drainPermits();
					emitter.send(SseEmitter.event().name("changed").data(take(), MediaType.APPLICATION_JSON));
					Thread.sleep(PAUSE_MILLIS);
				}
				else {
					emitter.send(SseEmitter.event().comment(""));
				}
			}
		}
		catch (IOException | IllegalStateException gone) {
			close();
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
		}
	}

	private Changes take() {
		synchronized (changed) {
			Changes changes = new Changes(changed.stream().limit(MAX_NAMED).toList(), changed.size() > MAX_NAMED);
			changed.clear();
			return changes;
		}
	}

}
