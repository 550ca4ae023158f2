package io.fuota.api;

import io.fuota.api.Views.EventView;
import io.fuota.history.DeviceEvent;
import io.fuota.history.Timeline;
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

	private static final int PAGE = 1_000;

	/** A browser connects again by itself; so the server forgets who is gone. */
	private static final long LIFETIME_MILLIS = TimeUnit.MINUTES.toMillis(10);

	/** So often a silent stream shows that it is there; proxies cut others. */
	private static final long SIGN_OF_LIFE_SECONDS = 15;

	private final SseEmitter emitter = new SseEmitter(LIFETIME_MILLIS);

	private final BlockingQueue<DeviceEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

	private volatile boolean open = true;

	private final Timeline timeline;

	/** The last event that this listener has. */
	private long last;

	/**
	 * @param last tells first what came after this event
	 */
	EventStream(Timeline timeline, long last, Runnable whenOver) {
		this.timeline = timeline;
		this.last = last;
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

	/** What it missed; what happens meanwhile waits, and isn't told twice. */
	private void catchUp() throws IOException {
		List<DeviceEvent> missed = timeline.since(last, PAGE);
		while (open && !missed.isEmpty()) {
			for (DeviceEvent event : missed) {
				send(event);
			}
			missed = timeline.since(last, PAGE);
		}
	}

	private void send(DeviceEvent event) throws IOException {
		emitter.send(SseEmitter.event()
			.id(Long.toString(event.id()))
			.name(event.kind().name())
			.data(EventView.of(event), MediaType.APPLICATION_JSON));
		last = event.id();
	}

	private void run() {
		try {
			emitter.send(SseEmitter.event().comment("connected"));
			catchUp();
			while (open) {
				DeviceEvent event = waiting.poll(SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
				if (event == null) {
					emitter.send(SseEmitter.event().comment(""));
				}
				else if (event.id() > last) {
					send(event);
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

}
