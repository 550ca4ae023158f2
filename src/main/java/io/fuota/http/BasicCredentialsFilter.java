package io.fuota.http;

import io.fuota.access.Account;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
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
		}
		else {
			AccountScope.run(account.get(), request, response, chain);
		}
	}

}
