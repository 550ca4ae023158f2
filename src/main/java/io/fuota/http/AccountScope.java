package io.fuota.http;

import io.fuota.access.Account;
import io.fuota.history.Actor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Lets the rest of a request run in an account's name: its roles for the rules of the
 * path, its name for the audit trail and the log line.
 */
public final class AccountScope {

	private AccountScope() {
	}

	/** Goes on with the request in the name of this account. */
	public static void run(Account account, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String username = account.username();
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		var authorities = account.roles().stream().map(role -> new SimpleGrantedAuthority(role.name())).toList();
		context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(username, null, authorities));
		SecurityContextHolder.setContext(context);
		RequestNote.account(request, username);
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
