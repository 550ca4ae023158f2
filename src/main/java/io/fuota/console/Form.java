package io.fuota.console;

import io.fuota.http.HttpRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a form or a query says; a field that is left empty says nothing. */
final class Form {

	private Form() {
	}

	/** Without spaces around; empty where there is none. */
	static String text(HttpServletRequest request, String name) {
		String value = request.getParameter(name);
		return value == null ? "" : value.strip();
	}

	/** Exactly as it was sent: spaces may be part of an id or a password. */
	static String raw(HttpServletRequest request, String name) {
		String value = request.getParameter(name);
		return value == null ? "" : value;
	}

	static @Nullable String optional(HttpServletRequest request, String name) {
		String value = text(request, name);
		return value.isEmpty() ? null : value;
	}

	static boolean isTicked(HttpServletRequest request, String name) {
		return request.getParameter(name) != null;
	}

	/** Every value of a field, such as of ticked boxes. */
	static List<String> all(HttpServletRequest request, String name) {
		String[] values = request.getParameterValues(name);
		return values == null ? List.of() : List.of(values);
	}

	/** The lines of a field, without empty ones. */
	static List<String> lines(HttpServletRequest request, String name) {
		return lines(text(request, name));
	}

	/** The lines of a text without spaces around, and without empty ones. */
	static List<String> lines(String text) {
		return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
	}

	/**
	 * What the core makes of it.
	 * @throws HttpRefusal 400 with its sentence, if it breaks a rule
	 */
	static <T> T checked(Supplier<T> core) {
		try {
			return core.get();
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest(String.valueOf(wrong.getMessage()));
		}
	}

}
