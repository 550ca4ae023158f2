package io.fuota.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes errors: one sentence and an error id that the log repeats, as text for curl, as
 * RFC 9457 JSON where it is asked for, and as a page for browsers; to devices nothing but
 * the status.
 */
@Component
public class ErrorAnswers {

	private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

	private static final String QUIET = ErrorAnswers.class.getName() + ".quiet";

	private static final String JSON = ErrorAnswers.class.getName() + ".json";

	private static final String PAGE = ErrorAnswers.class.getName() + ".page";

	/** Words an error as a page for a browser. */
	public interface ErrorPage {

		/**
		 * The whole page, HTML.
		 * @param sentence what is wrong
		 * @param id what the log has, too
		 */
		String of(HttpStatus status, String sentence, String id);

	}

	private final JsonMapper json;

	ErrorAnswers(JsonMapper json) {
		this.json = json;
	}

	/** Errors of this request get no body: it is a device's. */
	public static void keepQuiet(HttpServletRequest request) {
		request.setAttribute(QUIET, true);
	}

	/**
	 * Answers a request without valid credentials. docker-fuota-server: 403 also where
	 * there are none. A 401 makes ESP32 devices reboot
	 * (docs/protocols/esp32-fuota-https.md §1.2), and so does a 429.
	 */
	public void refuseStranger(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.stranger(request);
		refuse(request, response, HttpStatus.FORBIDDEN, "The user name or password is missing or wrong.");
	}

	/** Errors of this request are JSON whatever it accepts: it is a program's. */
	public static void inJson(HttpServletRequest request) {
		request.setAttribute(JSON, true);
	}

	/** Errors of this request are pages, unless it asks for JSON: it is a browser's. */
	public static void asPage(HttpServletRequest request, ErrorPage page) {
		request.setAttribute(PAGE, page);
	}

	/** Answers an error that the client can mend. */
	public void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String sentence)
			throws IOException {
		refuse(request, response, status, sentence, Map.of());
	}

	/**
	 * The same with headers of its own; a device gets none of them.
	 */
	public void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String sentence,
			Map<String, String> headers) throws IOException {
		String id = newId();
		RequestNote note = RequestNote.of(request);
		(note == null ? RequestNote.begin(request, "refused")
			.with("method", request.getMethod())
			.with("path", request.getRequestURI()) : note).with("error", id).with("reason", sentence);
		write(request, response, status, sentence, id, headers);
	}

	/** Answers a failure of our own, whose cause goes to the log alone. */
	public void fail(HttpServletRequest request, HttpServletResponse response, Throwable cause) throws IOException {
		fail(request, response, HttpStatus.INTERNAL_SERVER_ERROR, "Something failed inside the server.", cause);
	}

	/** The same where the client can be told more. */
	public void fail(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String sentence,
			Throwable cause) throws IOException {
		String id = newId();
		LOG.error("error {} at {} {}", id, request.getMethod(), LogText.field("path", request.getRequestURI()), cause);
		write(request, response, status, sentence, id, Map.of());
	}

	private void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String sentence,
			String id, Map<String, String> headers) throws IOException {
		if (response.isCommitted()) {
			return;
		}
		response.reset();
		response.setStatus(status.value());
		if (request.getAttribute(QUIET) != null) {
			response.setContentLength(0);
			return;
		}
		headers.forEach(response::setHeader);
		byte[] body;
		if (wantsJson(request)) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, sentence);
			problem.setProperty("errorId", id);
			body = json.writeValueAsBytes(problem);
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		}
		else if (request.getAttribute(PAGE) instanceof ErrorPage page) {
			body = page.of(status, sentence, id).getBytes(StandardCharsets.UTF_8);
			response.setContentType("text/html;charset=UTF-8");
		}
		else {
			body = (sentence + " (error " + id + ")\n").getBytes(StandardCharsets.UTF_8);
			response.setContentType("text/plain;charset=UTF-8");
		}
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

	private static boolean wantsJson(HttpServletRequest request) {
		String accept = request.getHeader("Accept");
		return request.getAttribute(JSON) != null || (accept != null
				&& (accept.contains("application/problem+json") || accept.contains("application/json")));
	}

	private static String newId() {
		return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
	}

}
