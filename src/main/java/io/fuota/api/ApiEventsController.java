package io.fuota.api;

import io.fuota.history.DeviceEventsWritten;
import io.fuota.history.Timeline;
import io.fuota.http.HttpRefusal;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * {@code /api/v1/events}: what happens to devices, as server-sent events, once it is
 * durable. A client that names the last event it has seen ({@code Last-Event-ID}) is
 * first told what it missed.
 */
@RestController
class ApiEventsController {

	/** More listeners than that are refused. */
	static final int MAX_LISTENERS = 100;

	private final Timeline timeline;

	private final Set<EventStream> listeners = ConcurrentHashMap.newKeySet();

	ApiEventsController(Timeline timeline) {
		this.timeline = timeline;
	}

	@GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter listen(HttpServletRequest request) {
		RequestNote.begin(request, "api-events");
		if (listeners.size() >= MAX_LISTENERS) {
			throw new HttpRefusal(HttpStatus.SERVICE_UNAVAILABLE, "There are " + MAX_LISTENERS + " listeners already.");
		}
		RequestNote.stream(request);
		EventStream[] self = new EventStream[1];
		String last = request.getHeader("Last-Event-ID");
		EventStream stream = new EventStream(timeline,
				last != null && last.matches("[0-9]{1,18}") ? Long.parseLong(last) : timeline.lastId(),
				() -> listeners.remove(self[0]));
		self[0] = stream;
		listeners.add(stream);
		stream.start();
		return stream.emitter();
	}

	@EventListener
	void tell(DeviceEventsWritten written) {
		listeners.forEach(stream -> stream.tell(written.events()));
	}

	/** Open streams would hold up a graceful stop. */
	@EventListener(ContextClosedEvent.class)
	void end() {
		listeners.forEach(EventStream::close);
	}

}
