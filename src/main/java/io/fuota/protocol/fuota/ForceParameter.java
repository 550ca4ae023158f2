package io.fuota.protocol.fuota;

import io.fuota.http.HttpRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ?force=true}: an admin overrides a warning. */
final class ForceParameter {

	private static final String NAME = "force=";

	private ForceParameter() {
	}

	/**
	 * What the query says; other parameters don't count.
	 * @throws HttpRefusal 400 if the parameter is neither true nor false, or given twice
	 */
	static boolean of(HttpServletRequest request) {
		return parse(request.getQueryString());
	}

	static boolean parse(@Nullable String query) {
		List<String> values = query == null ? List.of()
				: Arrays.stream(query.split("&"))
					.filter(pair -> pair.startsWith(NAME) || pair.equals("force"))
					.toList();
		if (values.isEmpty() || values.equals(List.of("force=false"))) {
			return false;
		}
		if (values.equals(List.of("force=true"))) {
			return true;
		}
		throw HttpRefusal.badRequest("The parameter force is true or false, and given once.");
	}

}
