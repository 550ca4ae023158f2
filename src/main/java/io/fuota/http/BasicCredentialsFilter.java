package io.fuota.http;

import io.fuota.access.Account;
import io.fuota.access.Accounts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
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

	private static final String SCHEME = "Basic ";

	private final Accounts accounts;

	public BasicCredentialsFilter(Accounts accounts) {
		this.accounts = accounts;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		account(request).ifPresent(account -> {
			RequestNote.account(request, account.username());
			SecurityContext context = SecurityContextHolder.createEmptyContext();
			var authorities = account.roles().stream().map(role -> new SimpleGrantedAuthority(role.name())).toList();
			context.setAuthentication(
					UsernamePasswordAuthenticationToken.authenticated(account.username(), null, authorities));
			SecurityContextHolder.setContext(context);
		});
		chain.doFilter(request, response);
	}

	private Optional<Account> account(HttpServletRequest request) {
		String header = request.getHeader("Authorization");
		if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return Optional.empty();
		}
		try {
			return accounts.authenticate(Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()));
		}
		catch (IllegalArgumentException noBase64) {
			return Optional.empty();
		}
	}

}
