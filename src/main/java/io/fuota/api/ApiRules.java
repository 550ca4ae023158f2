package io.fuota.api;

import io.fuota.access.Role;
import io.fuota.http.ErrorAnswers;
import io.fuota.http.RequestPath;
import io.fuota.http.WebSecurity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may use {@code /api/v1}: admins, and operators a part of it. Here a 401 may ask for
 * credentials.
 */
@Configuration(proxyBeanMethods = false)
class ApiRules {

	private static final String ROOT = "api";

	/** Behind api and v1. */
	private static final int RESOURCE = 2;

	private static final Set<String> SEEN_BY_OPERATORS = Set.of("devices", "files", "packages", "exosite", "counts",
			"events", "openapi.json");

	private static final Map<String, String> CHALLENGE = Map.of(HttpHeaders.WWW_AUTHENTICATE,
			"Basic realm=\"fuota-server\", charset=\"UTF-8\"");

	@Bean
	@Order(2)
	SecurityFilterChain apiChain(WebSecurity shared, ErrorAnswers errors) {
		return shared.stateless()
			.securityMatcher(ApiRules::isMine)
			.authorizeHttpRequests(rules -> rules.requestMatchers(ApiRules::isForOperators)
				.hasAnyAuthority(Role.ADMIN.name(), Role.OPERATOR.name())
				.anyRequest()
				.hasAuthority(Role.ADMIN.name()))
			.exceptionHandling(handling -> handling
				.authenticationEntryPoint((request, response, _) -> errors.refuse(request, response,
						HttpStatus.UNAUTHORIZED, "The user name or password is missing or wrong.", CHALLENGE)))
			.build();
	}

	/** Marks the request, too: errors are told in JSON from here on. */
	private static boolean isMine(HttpServletRequest request) {
		boolean mine = isApi(request);
		if (mine) {
			ErrorAnswers.inJson(request);
		}
		return mine;
	}

	/** Seeing what there is, and applying a package; making one is for admins. */
	private static boolean isForOperators(HttpServletRequest request) {
		List<String> segments = RequestPath.of(request).segments();
		String what = segments.size() > RESOURCE ? segments.get(RESOURCE) : "";
		return switch (request.getMethod()) {
			case "GET", "HEAD" -> SEEN_BY_OPERATORS.contains(what);
			case "POST" -> what.equals("packages") && segments.getLast().equals("apply");
			default -> false;
		};
	}

	private static boolean isApi(HttpServletRequest request) {
		try {
			return RequestPath.of(request).isUnder(ROOT);
		}
		catch (IllegalArgumentException malformed) {
			return false;
		}
	}

}
