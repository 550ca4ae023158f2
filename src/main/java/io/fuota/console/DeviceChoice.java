package io.fuota.console;

import io.fuota.http.HttpRefusal;
import io.fuota.update.DeviceDirectory;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The devices that a form is about: those that are named, or all that match a filter. */
@Component
class DeviceChoice {

	/** As many as the API takes. */
	static final int MAX_DEVICES = 200_000;

	private final DeviceDirectory directory;

	DeviceChoice(DeviceDirectory directory) {
		this.directory = directory;
	}

	/** Their ids; none where the form names none. */
	List<String> of(HttpServletRequest request) {
		return "all".equals(request.getParameter("scope")) ? matching(DeviceFilter.of(request)) : named(request);
	}

	/** Ticked ones, and those of a list with one id on each line. */
	static List<String> named(HttpServletRequest request) {
		return Stream.concat(Form.all(request, "device").stream(), Form.lines(request, "list").stream())
			.distinct()
			.toList();
	}

	List<String> matching(DeviceFilter filter) {
		List<String> found = directory.findAll(filter.query("", 1), MAX_DEVICES + 1);
		if (found.size() > MAX_DEVICES) {
			throw HttpRefusal
				.badRequest("More than " + Shown.number(MAX_DEVICES) + " devices match. Narrow the filter.");
		}
		return found;
	}

}
