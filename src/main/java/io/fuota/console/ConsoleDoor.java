package io.fuota.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Leads browsers from {@code /} to the console, and has forms read as UTF-8, which is
 * what browsers send from pages that are UTF-8 (HTML Standard section 4.10.21.5).
 */
final class ConsoleDoor extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (ConsolePath.isBrowserAtRoot(request)) {
			response.setHeader(HttpHeaders.LOCATION, ConsolePath.ROOT);
			response.setStatus(HttpStatus.SEE_OTHER.value());
			return;
		}
		request.setCharacterEncoding(StandardCharsets.UTF_8.name());
		chain.doFilter(request, response);
	}

}
