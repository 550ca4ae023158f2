package io.fuota.protocol.fuota;

import io.fuota.access.Role;
import io.fuota.http.WebSecurity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.SecurityFilterChain;

/** Who may do what under {@code /devices} and {@code /files}. */
@Configuration(proxyBeanMethods = false)
class FuotaRules {

	/** Who may check. */
	static final Role CHECKS = Role.DEVICE;

	private static final String ADMIN = Role.ADMIN.name();

	private static final String DEVICE = Role.DEVICE.name();

	@Bean
	@Order(1)
	SecurityFilterChain fuotaChain(WebSecurity shared) {
		return shared.stateless()
			.securityMatcher(FuotaPaths::isMine)
			.authorizeHttpRequests(rules -> rules.requestMatchers(FuotaPaths::isCheck)
				.hasAuthority(CHECKS.name())
				.requestMatchers(FuotaPaths::isDownload)
				.hasAnyAuthority(DEVICE, ADMIN)
				.anyRequest()
				.hasAuthority(ADMIN))
			.build();
	}

}
