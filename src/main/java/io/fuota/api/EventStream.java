package io.fuota.api;

import io.fuota.api.Views.EventView;
import io.fuota.history.DeviceEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One listener's stream. Its events wait in a queue of its own, and a virtual thread
 * sends them, so that a slow listener holds up nobody; one that is too slow is cut off,
 * and asks again with the last id it has.
 */
final class EventStream {

	/** Events that may wait for a listener. */
	static final int MAX_WAITING = 20_000;

	/** A browser connects again by itself; so the server forgets who is gone. */
	private static final long LIFETIME_MILLIS = TimeUnit.MINUTES.toMillis(10);

	/** So often a silent stream shows that it is there; proxies cut others. */
	private static final long SIGN_OF_LIFE_SECONDS = 15;

	private final SseEmitter emitter = new SseEmitter(LIFETIME_MILLIS);

	private final BlockingQueue<DeviceEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

	private volatile boolean open = true;

	EventStream(Runnable whenOver) {
		Runnable over = () -> {
			open = false;
			whenOver.run();
		};
		emitter.onCompletion(over);
		emitter.onTimeout(over);
		emitter.onError(_ -> over.run());
	}

	SseEmitter emitter() {
		return emitter;
	}

	/** Hands events over; never waits. */
	void tell(List<DeviceEvent> events) {
		for (DeviceEvent event : events) {
			if (!waiting.offer(event)) {
				close();
				return;
			}
		}
	}

	void close() {
		open = false;
		emitter.complete();
	}

	void start() {
		Thread.ofVirtual().name("event-stream").start(this::run);
	}

	private void run() {
		try {
			emitter.send(SseEmitter.event().comment("connected"));
			while (open) {
				DeviceEvent event = waiting.poll(SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
				emitter.send(event == null ? SseEmitter.event().comment("")
						: SseEmitter.event()
							.id(Long.toString(event.id()))
							.name(event.kind().name())
							.data(EventView.of(event), MediaType.APPLICATION_JSON));
			}
		}
		catch (IOException | IllegalStateException gone) {
			open = false;
			emitter.completeWithError(gone);
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
		}
	}

}
