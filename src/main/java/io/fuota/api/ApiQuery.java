package io.fuota.api;

import io.fuota.http.HttpRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query of a request, with precise refusals. */
final class ApiQuery {

	static final int DEFAULT_LIMIT = 100;

	static final int MAX_LIMIT = 1_000;

	private final HttpServletRequest request;

	/**
	 * @param known the parameters that there are
	 * @throws HttpRefusal 400 if there is another one, or one twice
	 */
	ApiQuery(HttpServletRequest request, String... known) {
		this.request = request;
		request.getParameterMap().forEach((name, values) -> {
			if (!Set.of(known).contains(name)) {
				throw HttpRefusal.badRequest("There is no parameter " + name + " here.");
			}
			if (values.length > 1) {
				throw HttpRefusal.badRequest("The parameter " + name + " is given more than once.");
			}
		});
	}

	@Nullable String text(String name) {
		return request.getParameter(name);
	}

	String text(String name, String otherwise) {
		String value = request.getParameter(name);
		return value == null ? otherwise : value;
	}

	boolean flag(String name) {
		return switch (text(name, "false")) {
			case "true" -> true;
			case "false" -> false;
			default -> throw HttpRefusal.badRequest("The parameter " + name + " is true or false.");
		};
	}

	int limit() {
		long limit = number("limit", DEFAULT_LIMIT);
		if (limit < 1 || limit > MAX_LIMIT) {
			throw HttpRefusal.badRequest("The parameter limit is 1 to " + MAX_LIMIT + ".");
		}
		return (int) limit;
	}

	long number(String name, long otherwise) {
		String value = request.getParameter(name);
		try {
			return value == null ? otherwise : Long.parseLong(value);
		}
		catch (NumberFormatException none) {
			throw HttpRefusal.badRequest("The parameter " + name + " is a whole number.");
		}
	}

	@Nullable Instant time(String name) {
		String value = request.getParameter(name);
		try {
			return value == null ? null : Instant.parse(value);
		}
		catch (DateTimeParseException none) {
			throw HttpRefusal.badRequest("The parameter " + name + " is a time in UTC such as 2026-01-31T23:59:59Z.");
		}
	}

}
