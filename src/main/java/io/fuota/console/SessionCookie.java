package io.fuota.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * The cookie that holds a session's token. Its prefix has browsers take it over HTTPS
 * alone, and from no other host (RFC 6265bis section 4.1.3.2); that needs the path
 * {@code /}, but nothing outside {@code /console} looks at it.
 */
final class SessionCookie {

	static final String NAME = "__Host-fuota-session";

	private SessionCookie() {
	}

	/** The token that the browser shows. */
	static Optional<String> of(HttpServletRequest request) {
		Cookie[] cookies = request.getCookies();
		if (cookies != null) {
			for (Cookie cookie : cookies) {
				if (NAME.equals(cookie.getName())) {
					return Optional.ofNullable(cookie.getValue());
				}
			}
		}
		return Optional.empty();
	}

	/** Until the browser is closed. */
	static void set(HttpServletResponse response, String token) {
		add(response, builder(token).build());
	}

	static void clear(HttpServletResponse response) {
		add(response, builder("").maxAge(Duration.ZERO).build());
	}

	// Lax and not Strict: whoever follows a link from a chat to a device stays logged in.
	// What changes something needs a token besides.
	private static ResponseCookie.ResponseCookieBuilder builder(String token) {
		return ResponseCookie.from(NAME, token).path("/").secure(true).httpOnly(true).sameSite("Lax");
	}

	private static void add(HttpServletResponse response, ResponseCookie cookie) {
		response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
	}

}
