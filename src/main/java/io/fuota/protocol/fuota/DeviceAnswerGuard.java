package io.fuota.protocol.fuota;

import io.fuota.http.ErrorAnswers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands before everything else that answers devices: errors get no body, and a check
 * gets no status that would make an ESP32 reboot, whatever goes wrong inside
 * (docs/protocols/esp32-fuota-https.md §1.2).
 */
@Component
@Order(DeviceAnswerGuard.BEFORE_SECURITY)
class DeviceAnswerGuard extends OncePerRequestFilter {

	/** Spring Security's filter has -100. */
	static final int BEFORE_SECURITY = -200;

	private static final Logger LOG = LoggerFactory.getLogger(DeviceAnswerGuard.class);

	private static final Set<Integer> KNOWN_TO_DEVICES = Set.of(200, 204, 400, 403, 404);

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean check = FuotaPaths.isCheck(request);
		if (check || FuotaPaths.isDownload(request)) {
			ErrorAnswers.keepQuiet(request);
		}
		if (check) {
			guard(request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private static void guard(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException {
		try {
			chain.doFilter(request, new StatusOnly(response));
		}
		catch (ServletException | RuntimeException | Error failure) {
			LOG.error("a check failed inside and is answered with 204", failure);
			nothingToDo(response);
			return;
		}
		if (!KNOWN_TO_DEVICES.contains(response.getStatus())) {
			LOG.error("a check would have been answered with {} and is answered with 204", response.getStatus());
			nothingToDo(response);
		}
	}

	private static void nothingToDo(HttpServletResponse response) {
		if (!response.isCommitted()) {
			response.reset();
			response.setStatus(HttpServletResponse.SC_NO_CONTENT);
		}
	}

	/** Keeps the container from dispatching to an error page. */
	private static final class StatusOnly extends HttpServletResponseWrapper {

		StatusOnly(HttpServletResponse response) {
			super(response);
		}

		@Override
		public void sendError(int status) {
			reset();
			setStatus(status);
			setContentLength(0);
		}

		@Override
		public void sendError(int status, String message) {
			sendError(status);
		}

	}

}
