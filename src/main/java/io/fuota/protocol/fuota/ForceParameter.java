package io.fuota.protocol.fuota;

import io.fuota.firmware.IfBroken;
import io.fuota.http.HttpRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ?force=true}: an admin lets a file in although the image inside is broken. */
final class ForceParameter {

	private static final String NAME = "force=";

	private ForceParameter() {
	}

	/**
	 * What the query says; other parameters don't count.
	 * @throws HttpRefusal 400 if the parameter is neither true nor false, or given twice
	 */
	static IfBroken of(HttpServletRequest request) {
		return parse(request.getQueryString());
	}

	static IfBroken parse(@Nullable String query) {
		List<String> values = query == null ? List.of()
				: Arrays.stream(query.split("&"))
					.filter(pair -> pair.startsWith(NAME) || pair.equals("force"))
					.toList();
		if (values.isEmpty() || values.equals(List.of("force=false"))) {
			return IfBroken.REFUSE;
		}
		if (values.equals(List.of("force=true"))) {
			return IfBroken.FORCE;
		}
		throw HttpRefusal.badRequest("The parameter force is true or false, and given once.");
	}

}
