package io.fuota.protocol.coaps;

import io.fuota.access.Role;
import io.fuota.http.WebSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Who may manage the identities of DTLS devices. */
@Configuration(proxyBeanMethods = false)
class PskRules {

	@Bean
	@Order(2)
	SecurityFilterChain pskChain(HttpSecurity http, WebSecurity shared) {
		return shared.stateless(http)
			.securityMatcher("/api/v1/coap/**")
			.authorizeHttpRequests(rules -> rules.anyRequest().hasAuthority(Role.ADMIN.name()))
			.build();
	}

}
