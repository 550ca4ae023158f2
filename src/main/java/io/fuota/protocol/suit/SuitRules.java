package io.fuota.protocol.suit;

import io.fuota.access.Role;
import io.fuota.http.RequestPath;
import io.fuota.http.WebSecurity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * Who may publish and notify: admins; and who may publish without credentials: who comes
 * from a network that an operator named for that.
 */
@Configuration(proxyBeanMethods = false)
class SuitRules {

	private static final Set<List<String>> PATHS = Set.of(List.of("publish"), List.of("notify"), List.of("notifyv4"),
			List.of("remove"));

	private static final List<String> PUBLISH = List.of("publish");

	private static final List<String> URL = List.of("coap", "url");

	private final List<IpAddressMatcher> open;

	SuitRules(SuitSettings settings) {
		this.open = settings.openPublishFrom().stream().map(IpAddressMatcher::new).toList();
	}

	@Bean
	@Order(3)
	SecurityFilterChain suitChain(WebSecurity shared) {
		return shared.stateless()
			.securityMatcher(request -> PATHS.contains(segments(request)) || isUrl(request))
			.authorizeHttpRequests(rules -> rules.requestMatchers(SuitRules::isFromAPage)
				.denyAll()
				.requestMatchers(this::isOpen)
				.permitAll()
				.anyRequest()
				.hasAuthority(Role.ADMIN.name()))
			.build();
	}

	/**
	 * Pages in a browser may send forms to any server, with what the browser knows of it
	 * or from within an open network; neither scripts nor curl send this header.
	 */
	private static boolean isFromAPage(HttpServletRequest request) {
		return request.getHeader("Origin") != null;
	}

	/** Devices may be notified, and files removed, by admins alone. */
	private boolean isOpen(HttpServletRequest request) {
		return (segments(request).equals(PUBLISH) || isUrl(request))
				&& open.stream().anyMatch(network -> network.matches(request.getRemoteAddr()));
	}

	private static boolean isUrl(HttpServletRequest request) {
		List<String> segments = segments(request);
		return segments.size() > URL.size() && segments.subList(0, URL.size()).equals(URL);
	}

	private static List<String> segments(HttpServletRequest request) {
		try {
			return RequestPath.of(request).segments();
		}
		catch (IllegalArgumentException malformed) {
			return List.of();
		}
	}

}
