package io.fuota.protocol.exosite;

import io.fuota.http.RequestNote;
import io.fuota.protocol.exosite.AliasForm.Pair;
import io.fuota.protocol.exosite.ExositeDevice.Value;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * {@code /onep:v1/stack/alias}: writes, reads, both at once, and long polls
 * (docs/protocols/exosite-otau.md §3.2 to §3.5). Of all resources only those of updates
 * are kept; writing others is no error.
 */
@Component
class AliasRequests {

	private static final String REPORTS = "otau_in";

	private final DeviceCredentials credentials;

	private final Offers offers;

	private final Reports reports;

	private final ParkedPolls polls;

	private final ExositeWriter writer;

	private final Clock clock;

	AliasRequests(DeviceCredentials credentials, Offers offers, Reports reports, ParkedPolls polls,
			ExositeWriter writer, Clock clock) {
		this.credentials = credentials;
		this.offers = offers;
		this.reports = reports;
		this.polls = polls;
		this.writer = writer;
		this.clock = clock;
	}

	void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Optional<ExositeDevice> device = credentials.deviceOf(request);
		switch (request.getMethod()) {
			case "GET" -> {
				Optional<PollRequest> poll = PollRequest.of(request, clock.instant());
				if (poll.isPresent()) {
					longPoll(device, poll.get(), request, response);
				}
				else if (device.isPresent()) {
					RequestNote.begin(request, "exosite-read").with("device", device.get().id());
					read(device.get(), names(request), request, response);
				}
				else {
					unauthorized(request, response);
				}
			}
			case "POST" -> {
				if (device.isPresent()) {
					write(device.get(), request, response);
				}
				else {
					unauthorized(request, response);
				}
			}
			default ->
				Answers.refuse(request, response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "GET and POST only");
		}
	}

	private void longPoll(Optional<ExositeDevice> device, PollRequest poll, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		RequestNote note = RequestNote.begin(request, "exosite-poll");
		if (device.isEmpty()) {
			polls.hold(new ParkedPoll(null, "", 0, request.getRemoteAddr(), park(request, response)));
			return;
		}
		note.with("device", device.get().id());
		List<String> names = names(request);
		if (names.size() != 1) {
			Answers.refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, "one alias");
			return;
		}
		String alias = names.getFirst();
		long since = poll.sinceMicros(device.get());
		reports.seen(device.get(), request.getRemoteAddr());
		Optional<Offers.Given> given = alias.equals(Offers.RESOURCE)
				? offers.give(device.get(), since, request.getRemoteAddr()) : Optional.empty();
		AsyncContext parked = park(request, response);
		ParkedPoll waiting = new ParkedPoll(device.get(), alias, since, request.getRemoteAddr(), parked);
		if (given.isPresent()) {
			waiting.give(given.get());
		}
		else {
			parked.addListener(new PollLoss(polls, waiting));
			polls.park(device.get(), waiting, poll.timeout());
		}
	}

	private static AsyncContext park(HttpServletRequest request, HttpServletResponse response) {
		AsyncContext context = request.startAsync(request, response);
		// The polls have a timer of their own.
		context.setTimeout(0);
		return context;
	}

	private void write(ExositeDevice device, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		RequestNote note = RequestNote.begin(request, "exosite-write").with("device", device.id());
		Optional<AliasForm> body = FormBody.read(request);
		if (body.isEmpty()) {
			Answers.refuse(request, response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "too large");
			return;
		}
		List<Reports.Report> told = new ArrayList<>();
		boolean changed = false;
		for (Pair pair : body.get().pairs()) {
			switch (pair.name()) {
				case Offers.RESOURCE -> {
					offers.written(device, pair.value());
					changed = true;
				}
				case REPORTS -> {
					Reports.Report report = reports.take(device, pair.value());
					note.with("status", report.status());
					told.add(report);
				}
				default -> {
					// Nothing here needs it.
				}
			}
		}
		reports.seen(device, request.getRemoteAddr());
		if (changed || !told.isEmpty()) {
			writer.write(List.of(device), () -> told.forEach(reports::write));
		}
		told.forEach(report -> reports.follow(device, report, request.getRemoteAddr()));
		List<String> names = names(request);
		if (names.isEmpty()) {
			Answers.empty(response, HttpServletResponse.SC_NO_CONTENT);
		}
		else {
			read(device, names, request, response);
		}
	}

	private void read(ExositeDevice device, List<String> names, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		if (names.isEmpty()) {
			Answers.refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, "name an alias");
			return;
		}
		reports.seen(device, request.getRemoteAddr());
		List<Pair> found = new ArrayList<>();
		for (String name : names) {
			value(device, name, request.getRemoteAddr()).ifPresent(value -> found.add(new Pair(name, value)));
		}
		if (found.isEmpty()) {
			Answers.empty(response, HttpServletResponse.SC_NO_CONTENT);
		}
		else {
			Answers.send(request, response, HttpServletResponse.SC_OK, Answers.FORM, new AliasForm(found).encoded());
		}
	}

	private Optional<String> value(ExositeDevice device, String name, String address) {
		return switch (name) {
			case Offers.RESOURCE -> offers.read(device, address);
			case REPORTS -> Optional.ofNullable(device.state().otauIn()).map(Value::text);
			default -> Optional.empty();
		};
	}

	private static void unauthorized(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "exosite-refused");
		Answers.refuse(request, response, HttpServletResponse.SC_UNAUTHORIZED, "unauthorized");
	}

	private static List<String> names(HttpServletRequest request) {
		String query = request.getQueryString();
		return query == null ? List.of() : AliasForm.parse(query).names();
	}

}
