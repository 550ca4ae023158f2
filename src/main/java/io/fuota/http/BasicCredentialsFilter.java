package io.fuota.http;

import io.fuota.access.Account;
import io.fuota.history.Actor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
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
		Optional<Account> account = credentials.accountOf(request);
		if (account.isEmpty()) {
			chain.doFilter(request, response);
			return;
		}
		String username = account.get().username();
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		var authorities = account.get().roles().stream().map(role -> new SimpleGrantedAuthority(role.name())).toList();
		context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(username, null, authorities));
		SecurityContextHolder.setContext(context);
		Actor actor = new Actor(username, request.getRemoteAddr());
		try {
			ScopedValue.where(Actor.CURRENT, actor).call(() -> {
				chain.doFilter(request, response);
				return true;
			});
		}
		catch (ServletException | IOException | RuntimeException failure) {
			throw failure;
		}
		catch (Exception impossible) {
			throw new ServletException(impossible);
		}
	}

}
