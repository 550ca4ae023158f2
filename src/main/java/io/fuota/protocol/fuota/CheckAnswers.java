package io.fuota.protocol.fuota;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.http.RequestNote;
import io.fuota.update.DeviceReport;
import io.fuota.update.UpdateDecision;
import io.fuota.update.Updates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/**
 * Answers a check by an account that may check, whichever way the request came: by
 * {@link CheckFilter} or by {@link DevicesController}.
 */
@Component
class CheckAnswers {

	static final String PROTOCOL = "esp32";

	private final Updates updates;

	private final LastOffers offers;

	private final FuotaMeters meters;

	CheckAnswers(Updates updates, LastOffers offers, FuotaMeters meters) {
		this.updates = updates;
		this.offers = offers;
		this.meters = meters;
	}

	void answer(HttpServletRequest request, HttpServletResponse response, DeviceId device, ReportedVersion running)
			throws IOException {
		RequestNote note = RequestNote.begin(request, "check").with("device", device).with("version", running);
		UpdateDecision decision = updates.check(new DeviceReport(device, running), request.getRemoteAddr(), PROTOCOL);
		meters.checked(decision);
		switch (decision) {
			case UpdateDecision.Install(var file) -> {
				String name = file.name().value();
				note.with("file", name);
				offers.offered(request.getRemoteAddr(), name);
				name(response, name);
			}
			case UpdateDecision.Stay(var reason, var _) -> {
				if (reason != UpdateDecision.Reason.OTHER_VERSION) {
					note.with("stay", reason);
				}
				response.setStatus(HttpServletResponse.SC_NO_CONTENT);
			}
			case UpdateDecision.UnknownDevice _ -> notFound(response);
			case UpdateDecision.FileMissing(var missing) -> {
				note.with("missing", missing);
				notFound(response);
			}
		}
	}

	// Bytes, since a writer would add a charset to the type; no newline, since the device
	// would ask for a file with one.
	private static void name(HttpServletResponse response, String name) throws IOException {
		byte[] body = name.getBytes(StandardCharsets.UTF_8);
		response.setContentType(DevicesController.TEXT_CSV);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	// Not sendError: it would look for an error page.
	private static void notFound(HttpServletResponse response) {
		response.setStatus(HttpServletResponse.SC_NOT_FOUND);
		response.setContentLength(0);
	}

}
