package io.fuota.protocol.fuota;

import io.fuota.http.WebSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Who may do what under {@code /devices} and {@code /files}. */
@Configuration(proxyBeanMethods = false)
class FuotaRules {

	private static final String ADMIN = "ADMIN";

	private static final String DEVICE = "DEVICE";

	@Bean
	@Order(1)
	SecurityFilterChain fuotaChain(HttpSecurity http, WebSecurity shared) {
		return shared.stateless(http)
			.securityMatcher(FuotaPaths::isMine)
			.authorizeHttpRequests(rules -> rules.requestMatchers(FuotaPaths::isCheck)
				.hasAuthority(DEVICE)
				.requestMatchers(FuotaPaths::isDownload)
				.hasAnyAuthority(DEVICE, ADMIN)
				.anyRequest()
				.hasAuthority(ADMIN))
			.build();
	}

}
