package io.fuota.protocol.exosite;

import io.fuota.http.RequestNote;
import io.fuota.http.RequestPath;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The paths of the device API, answered before Spring Security and MVC: devices have
 * tokens of their own, wait in long polls, and want few headers.
 */
@Component
@Order(ExositeFilter.FIRST)
class ExositeFilter implements Filter {

	/** Behind the plain check of ESP32 devices. */
	static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 1;

	private static final Logger LOG = LoggerFactory.getLogger(ExositeFilter.class);

	private final Activations activations;

	private final AliasRequests aliases;

	private final ContentRequests content;

	private final Clock clock;

	ExositeFilter(Activations activations, AliasRequests aliases, ContentRequests content, Clock clock) {
		this.activations = activations;
		this.aliases = aliases;
		this.content = content;
		this.clock = clock;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer
				&& answered(http, answer))) {
			chain.doFilter(request, response);
		}
	}

	private boolean answered(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String path = path(request);
		if (path.isEmpty()) {
			return false;
		}
		try {
			switch (path) {
				case "/timestamp" -> timestamp(request, response);
				case "/provision/activate" -> activations.answer(request, response);
				case "/provision/download" -> content.answer(request, response);
				case "/onep:v1/stack/alias" -> aliases.answer(request, response);
				default -> {
					return false;
				}
			}
		}
		catch (RuntimeException failure) {
			LOG.error("a request of a device failed inside", failure);
			if (!response.isCommitted() && !request.isAsyncStarted()) {
				response.reset();
				Answers.refuse(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "try again");
			}
		}
		return true;
	}

	/** Empty where it can't be one of these. */
	static String path(HttpServletRequest request) {
		String path = request.getRequestURI();
		if (path == null
				|| !(path.startsWith("/onep") || path.startsWith("/provision/") || path.equals("/timestamp"))) {
			return "";
		}
		try {
			return "/" + String.join("/", RequestPath.of(request).segments());
		}
		catch (IllegalArgumentException malformed) {
			return "";
		}
	}

	private void timestamp(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "exosite-timestamp");
		Answers.send(request, response, HttpServletResponse.SC_OK, Answers.TEXT,
				Long.toString(clock.instant().getEpochSecond()));
	}

}
