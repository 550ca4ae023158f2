package io.fuota.console;

import io.fuota.access.Account;
import io.fuota.access.Role;
import io.fuota.http.Credentials;
import io.fuota.http.RequestNote;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * In and out. A password is compared as basic authentication's are, and wrong ones are
 * slowed together with those (docs/adr/0017).
 */
@Controller
class LogInPage {

	private final Pages pages;

	private final Sessions sessions;

	private final Credentials credentials;

	private final CsrfTokenRepository csrfTokens;

	LogInPage(Pages pages, Sessions sessions, Credentials credentials, CsrfTokenRepository csrfTokens) {
		this.pages = pages;
		this.sessions = sessions;
		this.credentials = credentials;
		this.csrfTokens = csrfTokens;
	}

	@GetMapping(ConsolePath.LOG_IN)
	void ask(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote.begin(request, "console").with("page", "log-in");
		RequestNote.stranger(request);
		show(request, response, null);
	}

	@PostMapping(ConsolePath.LOG_IN)
	void logIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
		RequestNote note = RequestNote.begin(request, "console-log-in");
		Optional<Account> account = credentials.accountOf(request, Form.raw(request, "username"),
				Form.raw(request, "password"));
		if (account.isEmpty()) {
			RequestNote.stranger(request);
			refuse(request, response, "The user name or password is wrong.");
			return;
		}
		if (!account.get().roles().contains(Role.ADMIN) && !account.get().roles().contains(Role.OPERATOR)) {
			note.with("refused", "no admin");
			refuse(request, response, "This account is for devices alone. Log in as an admin.");
			return;
		}
		// What a session had before is never taken over: neither its token nor the
		// form's.
		SessionCookie.of(request).ifPresent(sessions::end);
		csrfTokens.saveToken(null, request, response);
		SessionCookie.set(response, sessions.open(account.get()));
		response.setHeader(HttpHeaders.LOCATION, ConsolePath.safe(request.getParameter("to")));
		response.setStatus(HttpStatus.SEE_OTHER.value());
	}

	@PostMapping(ConsolePath.LOG_OUT)
	void logOut(HttpServletRequest request, HttpServletResponse response) {
		RequestNote.begin(request, "console-log-out");
		SessionCookie.of(request).ifPresent(sessions::end);
		SessionCookie.clear(response);
		csrfTokens.saveToken(null, request, response);
		response.setHeader(HttpHeaders.LOCATION, ConsolePath.LOG_IN);
		response.setStatus(HttpStatus.SEE_OTHER.value());
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, String sentence) throws IOException {
		response.setStatus(HttpStatus.FORBIDDEN.value());
		show(request, response, sentence);
	}

	private void show(HttpServletRequest request, HttpServletResponse response, @Nullable String sentence)
			throws IOException {
		pages.show(request, response, "log-in", Map.of("to", ConsolePath.safe(request.getParameter("to")), "username",
				Form.raw(request, "username"), "sentence", sentence == null ? "" : sentence));
	}

}
