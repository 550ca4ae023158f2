package io.fuota.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Basic authentication (RFC 7617) without challenge, session or slow hash. Requests
 * without valid credentials go on without an account, and are refused by the rules of
 * their path.
 */
public final class BasicCredentialsFilter extends OncePerRequestFilter {

	private final Credentials credentials;

	public BasicCredentialsFilter(Credentials credentials) {
		this.credentials = credentials;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		credentials.accountOf(request).ifPresent(account -> {
			SecurityContext context = SecurityContextHolder.createEmptyContext();
			var authorities = account.roles().stream().map(role -> new SimpleGrantedAuthority(role.name())).toList();
			context.setAuthentication(
					UsernamePasswordAuthenticationToken.authenticated(account.username(), null, authorities));
			SecurityContextHolder.setContext(context);
		});
		chain.doFilter(request, response);
	}

}
