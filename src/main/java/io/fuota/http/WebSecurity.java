package io.fuota.http;

import java.util.Map;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.request.async.WebAsyncManagerIntegrationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * What every path shares; protocols add a chain of their own for their paths, made by
 * {@link #stateless}.
 *
 * <p>
 * Chains are built from nothing: Spring Security's {@code HttpSecurity} bean looks among
 * all beans for one that customizes each of its thirty settings, again for every chain
 * (docs/adr/0031).
 */
@Configuration(proxyBeanMethods = false)
public class WebSecurity {

	private final Credentials credentials;

	private final ErrorAnswers errors;

	private final ApplicationContext context;

	private final ObjectPostProcessor<Object> processor;

	WebSecurity(Credentials credentials, ErrorAnswers errors, ApplicationContext context,
			ObjectPostProcessor<Object> processor) {
		this.credentials = credentials;
		this.errors = errors;
		this.context = context;
		this.processor = processor;
	}

	/**
	 * A chain that doesn't know yet who asks, and keeps nothing of it: no session, no
	 * extra headers, no redirect.
	 */
	public HttpSecurity bare() {
		return new HttpSecurity(processor, new AuthenticationManagerBuilder(processor),
				Map.of(ApplicationContext.class, context))
			.addFilter(new WebAsyncManagerIntegrationFilter())
			.exceptionHandling(Customizer.withDefaults())
			.securityContext(Customizer.withDefaults())
			.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.anonymous(Customizer.withDefaults())
			.servletApi(Customizer.withDefaults());
	}

	/** A chain with basic credentials, and no challenge for them. */
	public HttpSecurity stateless() {
		return bare().addFilterBefore(new BasicCredentialsFilter(credentials), AuthorizationFilter.class)
			.exceptionHandling(handling -> handling
				.authenticationEntryPoint((request, response, _) -> errors.refuseStranger(request, response))
				.accessDeniedHandler((request, response, _) -> errors.refuse(request, response, HttpStatus.FORBIDDEN,
						"This account may not do that.")));
	}

	/** The management listener is on loopback and shows no secret. */
	@Bean
	@Order(0)
	SecurityFilterChain managementRules() {
		return stateless().securityMatcher(EndpointRequest.toAnyEndpoint())
			.authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
			.build();
	}

	/** Paths that nobody claims. */
	@Bean
	@Order
	SecurityFilterChain otherRules() {
		return stateless().authorizeHttpRequests(rules -> rules.anyRequest().authenticated()).build();
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
