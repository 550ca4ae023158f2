package io.fuota.console;

import io.fuota.access.Role;
import io.fuota.http.ErrorAnswers;
import io.fuota.http.RequestNote;
import io.fuota.http.WebSecurity;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may use {@code /console}: admins, and operators what they may use under
 * {@code /api/v1}, once they have logged in. Sessions are this package's own and no
 * servlet sessions, so that there are none outside {@code /console}, and never too many.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleRules {

	/** Everything is served by this server, and nothing stands inside a page. */
	private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

	/** What shows the same as that which operators see under {@code /api/v1}. */
	private static final Set<String> SEEN_BY_OPERATORS = Set.of(ConsolePath.ROOT, ConsolePath.ROOT + "/",
			ConsolePath.DEVICES, ConsolePath.UNKNOWN, ConsolePath.DEVICE, ConsolePath.FIRMWARE, ConsolePath.PACKAGES,
			ConsolePath.PACKAGE, ConsolePath.EVENTS);

	@Bean
	CsrfTokenRepository csrfTokens() {
		CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
		// In a cookie, since whoever only looks at the log-in form must not cost memory.
		tokens.setCookieName("__Host-fuota-csrf");
		tokens.setCookiePath("/");
		tokens.setHeaderName("X-CSRF-TOKEN");
		tokens.setCookieCustomizer(cookie -> cookie.secure(true).httpOnly(true).sameSite("Lax"));
		return tokens;
	}

	@Bean
	@Order(3)
	SecurityFilterChain consoleChain(WebSecurity shared, Sessions sessions, CsrfTokenRepository csrfTokens, Pages pages,
			ErrorAnswers errors) {
		return shared.bare()
			.securityMatcher(request -> isMine(request, pages))
			.csrf(csrf -> csrf.csrfTokenRepository(csrfTokens))
			// A strict transport rule would hold for every service of this host.
			.headers(headers -> headers.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
				.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
				.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
			.addFilterBefore(new ConsoleDoor(), CsrfFilter.class)
			.addFilterBefore(new SessionFilter(sessions), AuthorizationFilter.class)
			.authorizeHttpRequests(rules -> rules.requestMatchers(ConsoleRules::isOpen)
				.permitAll()
				.requestMatchers(ConsoleRules::isForOperators)
				.hasAnyAuthority(Role.ADMIN.name(), Role.OPERATOR.name())
				.anyRequest()
				.hasAuthority(Role.ADMIN.name()))
			.exceptionHandling(handling -> handling
				.authenticationEntryPoint((request, response, _) -> askToLogIn(request, response))
				.accessDeniedHandler((request, response, cause) -> refuse(request, response, cause, errors)))
			.build();
	}

	/** Marks the request, too: errors are pages from here on. */
	private static boolean isMine(HttpServletRequest request, Pages pages) {
		boolean mine = ConsolePath.isMine(request);
		if (mine) {
			ErrorAnswers.asPage(request, (status, sentence, id) -> pages.error(request, status, sentence, id));
		}
		return mine || ConsolePath.isBrowserAtRoot(request);
	}

	private static boolean isOpen(HttpServletRequest request) {
		String path = request.getRequestURI();
		return path.equals(ConsolePath.LOG_IN) || path.startsWith(ConsolePath.ASSETS);
	}

	/** Whether operators, too, may see what is under a path. */
	static boolean isSeenByOperators(String path) {
		return SEEN_BY_OPERATORS.contains(path);
	}

	/**
	 * Seeing what there is and applying packages, as under {@code /api/v1}; everything
	 * else is for admins.
	 */
	private static boolean isForOperators(HttpServletRequest request) {
		String path = request.getRequestURI();
		return switch (request.getMethod()) {
			case "GET", "HEAD" -> isSeenByOperators(path);
			case "POST" -> path.equals(ConsolePath.PACKAGE_APPLY) || path.equals(ConsolePath.LOG_OUT);
			default -> false;
		};
	}

	private static void refuse(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause,
			ErrorAnswers errors) throws IOException {
		if (cause instanceof CsrfException) {
			errors.refuse(request, response, HttpStatus.FORBIDDEN,
					"This form is from another place, or from before the last log-in. Go back, load the page again, "
							+ "and send it again.");
		}
		else {
			errors.refuse(request, response, HttpStatus.FORBIDDEN,
					"This account sees devices, firmware and packages, and applies packages. Log in as an admin for "
							+ "everything else.");
		}
	}

	private static void askToLogIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.stranger(request);
		if (ConsolePath.isForPart(request) || request.getRequestURI().equals(ConsolePath.EVENTS)) {
			response.setHeader("HX-Redirect", ConsolePath.LOG_IN);
			response.setStatus(HttpStatus.UNAUTHORIZED.value());
			return;
		}
		String query = request.getQueryString();
		boolean read = request.getMethod().equals("GET");
		String wanted = read ? request.getRequestURI() + (query == null ? "" : "?" + query) : null;
		String to = ConsolePath.ROOT.equals(ConsolePath.safe(wanted)) ? null : wanted;
		response.setHeader(HttpHeaders.LOCATION, ConsolePath.with(ConsolePath.LOG_IN, "to", to));
		response.setStatus(HttpStatus.SEE_OTHER.value());
	}

}
