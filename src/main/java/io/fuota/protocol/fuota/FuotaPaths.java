package io.fuota.protocol.fuota;

import io.fuota.http.RequestPath;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a request under {@code /devices} and {@code /files} is, from its raw path.
 */
final class FuotaPaths {

	static final String DEVICES = "devices";

	static final String FILES = "files";

	private static final Set<String> READS = Set.of("GET", "HEAD");

	private FuotaPaths() {
	}

	/** Whether this request is for this protocol at all. */
	static boolean isMine(HttpServletRequest request) {
		RequestPath path = path(request);
		return path != null && (path.isUnder(DEVICES) || path.isUnder(FILES));
	}

	/**
	 * Whether a device asks for an update; one with an empty id asks
	 * {@code /devices/?app_ver=…}.
	 */
	static boolean isCheck(HttpServletRequest request) {
		RequestPath path = path(request);
		return path != null && READS.contains(request.getMethod()) && path.isUnder(DEVICES)
				&& (path.segments().size() > 1 || AppVersionParameter.isIn(request));
	}

	/**
	 * Whether a firmware file is asked for; a device with an empty buffer asks
	 * {@code /files/}.
	 */
	static boolean isDownload(HttpServletRequest request) {
		RequestPath path = path(request);
		return path != null && READS.contains(request.getMethod()) && path.isUnder(FILES)
				&& (path.segments().size() > 1 || path.trailingSlash());
	}

	private static @Nullable RequestPath path(HttpServletRequest request) {
		try {
			return RequestPath.of(request);
		}
		catch (IllegalArgumentException malformed) {
			return null;
		}
	}

}
