package io.fuota.console;

import io.fuota.history.DeviceEventsWritten;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Tells open pages that something changed, by server-sent events. */
@Controller
class LiveUpdates {

	/** More open pages than that show what they have until they are loaded anew. */
	static final int MAX_LISTENERS = 100;

	private final Set<LiveListener> listeners = ConcurrentHashMap.newKeySet();

	@GetMapping(path = ConsolePath.EVENTS, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter listen(HttpServletRequest request) {
		RequestNote.begin(request, "console-events");
		if (listeners.size() >= MAX_LISTENERS) {
			throw new HttpRefusal(HttpStatus.SERVICE_UNAVAILABLE,
					"There are " + MAX_LISTENERS + " open pages already.");
		}
		RequestNote.stream(request);
		LiveListener[] self = new LiveListener[1];
		LiveListener listener = new LiveListener(() -> listeners.remove(self[0]));
		self[0] = listener;
		listeners.add(listener);
		listener.start();
		return listener.emitter();
	}

	@EventListener
	void tell(DeviceEventsWritten written) {
		listeners.forEach(listener -> listener.tell(written.events()));
	}

	/** Open streams would hold up a graceful stop. */
	@EventListener(ContextClosedEvent.class)
	void end() {
		listeners.forEach(LiveListener::close);
	}

}
