package io.fuota.http;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * What every path shares; protocols add a chain of their own for their paths, made by
 * {@link #stateless}.
 */
@Configuration(proxyBeanMethods = false)
public class WebSecurity {

	private final Credentials credentials;

	private final ErrorAnswers errors;

	WebSecurity(Credentials credentials, ErrorAnswers errors) {
		this.credentials = credentials;
		this.errors = errors;
	}

	/**
	 * A chain with basic credentials and nothing else: no session, no challenge, no extra
	 * headers, no redirect.
	 */
	public HttpSecurity stateless(HttpSecurity http) {
		return http.csrf(AbstractHttpConfigurer::disable)
			.headers(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.addFilterBefore(new BasicCredentialsFilter(credentials), AuthorizationFilter.class)
			.exceptionHandling(handling -> handling
				.authenticationEntryPoint((request, response, _) -> errors.refuseStranger(request, response))
				.accessDeniedHandler((request, response, _) -> errors.refuse(request, response, HttpStatus.FORBIDDEN,
						"This account may not do that.")));
	}

	/** The management listener is on loopback and shows no secret. */
	@Bean
	@Order(0)
	SecurityFilterChain managementRules(HttpSecurity http) {
		return stateless(http).securityMatcher(EndpointRequest.toAnyEndpoint())
			.authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
			.build();
	}

	/** Paths that nobody claims. */
	@Bean
	@Order
	SecurityFilterChain otherRules(HttpSecurity http) {
		return stateless(http).authorizeHttpRequests(rules -> rules.anyRequest().authenticated()).build();
	}

	/**
	 * Device ids may hold percent signs, semicolons and dots, escaped; slashes and
	 * control characters stay refused.
	 */
	@Bean
	HttpFirewall firewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		// It looks for escapes in the decoded path, too, where an id may have any text.
		// Escaped slashes are refused by
		// Tomcat, control characters by the rules for ids and names.
		firewall.setAllowUrlEncodedPercent(true);
		firewall.setAllowSemicolon(true);
		firewall.setAllowUrlEncodedPeriod(true);
		firewall.setAllowUrlEncodedSlash(true);
		firewall.setAllowBackSlash(true);
		firewall.setAllowNull(true);
		firewall.setAllowUrlEncodedLineFeed(true);
		firewall.setAllowUrlEncodedCarriageReturn(true);
		firewall.setAllowUrlEncodedLineSeparator(true);
		firewall.setAllowUrlEncodedParagraphSeparator(true);
		return firewall;
	}

	/**
	 * Spring Boot makes a user of its own, and logs its password, where it finds no such
	 * bean.
	 */
	@Bean
	UserDetailsService noOtherUsers() {
		return username -> {
			throw new UsernameNotFoundException(username);
		};
	}

}
