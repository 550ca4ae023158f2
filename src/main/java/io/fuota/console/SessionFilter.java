package io.fuota.console;

import io.fuota.http.AccountScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds the session of a request; without one it goes on without an account. */
final class SessionFilter extends OncePerRequestFilter {

	private static final String SESSION = Session.class.getName();

	private final Sessions sessions;

	SessionFilter(Sessions sessions) {
		this.sessions = sessions;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<Session> session = SessionCookie.of(request).flatMap(sessions::find);
		if (session.isEmpty()) {
			chain.doFilter(request, response);
			return;
		}
		request.setAttribute(SESSION, session.get());
		AccountScope.run(session.get().account(), request, response, chain);
	}

	/** The session of this request; null where nobody is logged in. */
	static @Nullable Session of(HttpServletRequest request) {
		return (Session) request.getAttribute(SESSION);
	}

	/** Whether an admin asks. */
	static boolean isAdmin(HttpServletRequest request) {
		Session session = of(request);
		return session != null && session.isAdmin();
	}

}
