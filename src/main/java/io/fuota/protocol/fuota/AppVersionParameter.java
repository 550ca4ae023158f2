package io.fuota.protocol.fuota;

import io.fuota.device.ReportedVersion;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code app_ver} of a query. Devices put their version into it without escaping, so
 * it is kept as sent besides being decoded as a form (docs/protocols/esp32-fuota-https.md
 * §1.5).
 */
final class AppVersionParameter {

	private static final String NAME = "app_ver";

	private AppVersionParameter() {
	}

	/** Whether the query has the parameter at all, blank or not. */
	static boolean isIn(HttpServletRequest request) {
		return !values(request.getQueryString(), true).isEmpty();
	}

	/** The version; empty where it is absent, blank or given more than once. */
	static Optional<ReportedVersion> of(HttpServletRequest request) {
		return parse(request.getQueryString());
	}

	static Optional<ReportedVersion> parse(@Nullable String query) {
		List<String> values = values(query, false);
		if (values.size() != 1) {
			return Optional.empty();
		}
		return Optional.of(new ReportedVersion(values.getFirst(), formDecoded(values.getFirst())));
	}

	private static List<String> values(@Nullable String query, boolean blankToo) {
		List<String> values = new ArrayList<>();
		for (String pair : query == null ? new String[0] : query.split("&")) {
			int equals = pair.indexOf('=');
			String name = equals < 0 ? pair : pair.substring(0, equals);
			String value = equals < 0 ? "" : pair.substring(equals + 1);
			if (formDecoded(name).equals(NAME) && (blankToo || !value.isEmpty())) {
				values.add(value);
			}
		}
		return values;
	}

	private static String formDecoded(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException strayPercent) {
			return text;
		}
	}

}
