package io.fuota.protocol.mongoose;

import io.fuota.access.Role;
import io.fuota.http.ErrorAnswers;
import io.fuota.http.WebSecurity;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.SecurityFilterChain;

/** Who may poll and download: everybody where a path takes anonymous devices. */
@Configuration(proxyBeanMethods = false)
class MongooseSecurity {

	@Bean
	@Order(3)
	SecurityFilterChain mongooseChain(WebSecurity shared, MongoosePaths paths) {
		return shared.stateless()
			.securityMatcher(request -> isMine(request, paths))
			.authorizeHttpRequests(rules -> rules.requestMatchers(paths::takesAnonymous)
				.permitAll()
				.anyRequest()
				.hasAnyAuthority(Role.DEVICE.name(), Role.ADMIN.name()))
			.build();
	}

	/** Marks the request, too: a device gets no words with a refusal. */
	private static boolean isMine(HttpServletRequest request, MongoosePaths paths) {
		boolean mine = paths.serves(request);
		if (mine && request.getHeader(MongooseRequest.FIRMWARE_HEADER) != null) {
			ErrorAnswers.keepQuiet(request);
		}
		return mine;
	}

}
