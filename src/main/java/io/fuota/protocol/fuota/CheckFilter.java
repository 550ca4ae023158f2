package io.fuota.protocol.fuota;

import io.fuota.access.Account;
import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.http.Credentials;
import io.fuota.http.ErrorAnswers;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Answers a plain check before Spring Security and MVC see it: nearly all requests are
 * such checks, and the way through both costs twice as much as the check (docs/adr/0014).
 * One with wrong credentials is refused here too: there may be a flood of them. Whatever
 * is unusual, or goes wrong here, goes on to {@link DeviceAnswerGuard} and
 * {@link DevicesController}, which answer the same bytes.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class CheckFilter implements Filter {

	private static final String PATH = "/" + FuotaPaths.DEVICES + "/";

	private static final String QUERY = "app_ver=";

	/** Beyond this, only a program that isn't a device asks. */
	private static final int MAX_QUERY = 300;

	/** Letters, digits and what stands in a MAC address or a host name. */
	private static final BitSet PLAIN = new BitSet(128);

	static {
		PLAIN.set('a', 'z' + 1);
		PLAIN.set('A', 'Z' + 1);
		PLAIN.set('0', '9' + 1);
		"-_.:".chars().forEach(PLAIN::set);
	}

	private final Credentials credentials;

	private final CheckAnswers answers;

	private final ErrorAnswers errors;

	private final boolean enabled;

	/**
	 * @param enabled whether it answers at all: a test compares both ways
	 */
	CheckFilter(Credentials credentials, CheckAnswers answers, ErrorAnswers errors,
			@Value("${fuota.check-filter:true}") boolean enabled) {
		this.credentials = credentials;
		this.answers = answers;
		this.errors = errors;
		this.enabled = enabled;
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
		if (!enabled || !isPlain(request)) {
			return false;
		}
		Optional<ReportedVersion> running = AppVersionParameter.of(request);
		if (running.isEmpty()) {
			return false;
		}
		Optional<Account> account = credentials.accountOf(request);
		if (account.isEmpty()) {
			ErrorAnswers.keepQuiet(request);
			errors.refuseStranger(request, response);
			return true;
		}
		if (!account.get().roles().contains(FuotaRules.CHECKS)) {
			return false;
		}
		try {
			answers.answer(request, response, new DeviceId(request.getRequestURI().substring(PATH.length())),
					running.get());
			return true;
		}
		catch (RuntimeException failure) {
			// It fails there again, and is logged and answered as every check that fails.
			response.reset();
			return false;
		}
	}

	/**
	 * Whether this is what devices send: nothing escaped, nothing that a framework reads
	 * in its own way, no body.
	 */
	private static boolean isPlain(HttpServletRequest request) {
		String path = request.getRequestURI();
		String query = request.getQueryString();
		return "GET".equals(request.getMethod()) && path != null && path.startsWith(PATH)
				&& isPlainId(path, PATH.length()) && query != null && query.length() <= MAX_QUERY
				&& query.startsWith(QUERY) && query.indexOf('%') < 0 && query.indexOf('&') < 0
				&& request.getContentLengthLong() <= 0 && request.getHeader("Transfer-Encoding") == null;
	}

	private static boolean isPlainId(String path, int begin) {
		int length = path.length() - begin;
		// "." and ".." are no ids.
		if (length < 1 || length > DeviceId.MAX_LENGTH || path.charAt(begin) == '.') {
			return false;
		}
		for (int i = begin; i < path.length(); i++) {
			if (!PLAIN.get(path.charAt(i))) {
				return false;
			}
		}
		return true;
	}

}
