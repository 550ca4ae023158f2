package io.fuota.console;

import io.fuota.http.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Where the pages are. Ids and names stand in the query, where browsers leave {@code ..}
 * and semicolons alone.
 */
final class ConsolePath {

	static final String ROOT = "/console";

	static final String LOG_IN = ROOT + "/log-in";

	static final String LOG_OUT = ROOT + "/log-out";

	static final String ASSETS = ROOT + "/assets/";

	static final String DEVICES = ROOT + "/devices";

	static final String UNKNOWN = DEVICES + "/unknown";

	static final String DEVICE = ROOT + "/device";

	static final String FIRMWARE = ROOT + "/firmware";

	static final String ASSIGN = ROOT + "/assign";

	static final String RULES = ROOT + "/rules";

	static final String RIOT = ROOT + "/riot";

	static final String RIOT_TOLD = RIOT + "/told";

	static final String PACKAGES = ROOT + "/packages";

	static final String PACKAGE_FORM = PACKAGES + "/form";

	static final String PACKAGE = ROOT + "/package";

	static final String PACKAGE_APPLY = PACKAGE + "/apply";

	static final String ACTIVITY = ROOT + "/activity";

	static final String SETTINGS = ROOT + "/settings";

	static final String EVENTS = ROOT + "/events";

	private static final Set<String> READS = Set.of("GET", "HEAD");

	private ConsolePath() {
	}

	/** Whether this request is for the console. */
	static boolean isMine(HttpServletRequest request) {
		try {
			return RequestPath.of(request).isUnder("console");
		}
		catch (IllegalArgumentException malformed) {
			return false;
		}
	}

	/**
	 * Whether a browser asks for the first page. Whatever else asks for {@code /} is
	 * answered as before there was a console.
	 */
	static boolean isBrowserAtRoot(HttpServletRequest request) {
		String accept = request.getHeader(HttpHeaders.ACCEPT);
		return "/".equals(request.getRequestURI()) && READS.contains(request.getMethod()) && accept != null
				&& accept.contains("text/html") && request.getHeader(HttpHeaders.AUTHORIZATION) == null;
	}

	/** Whether only a part of a page is asked for. */
	static boolean isForPart(HttpServletRequest request) {
		return request.getHeader("HX-Request") != null;
	}

	/** Where to go on after the log-in; a page of ours and nothing else. */
	static String safe(@Nullable String wanted) {
		return wanted != null && wanted.matches(ROOT + "(/[a-z/-]*)?(\\?[!-\\[\\]-~]*)?") ? wanted : ROOT;
	}

	/** A path with a query; what is null or empty is left out. */
	static String with(String path, Map<String, @Nullable String> query) {
		String text = query.entrySet()
			.stream()
			.filter(field -> field.getValue() != null && !field.getValue().isEmpty())
			.map(field -> field.getKey() + "=" + encode(String.valueOf(field.getValue())))
			.collect(Collectors.joining("&"));
		return text.isEmpty() ? path : path + "?" + text;
	}

	static String with(String path, String name, @Nullable String value) {
		Map<String, @Nullable String> query = new LinkedHashMap<>();
		query.put(name, value);
		return with(path, query);
	}

	static String device(String id) {
		return with(DEVICE, "id", id);
	}

	static String file(String name) {
		return FIRMWARE + "#" + encode(name);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
