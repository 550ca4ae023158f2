package io.fuota.download;

import io.fuota.firmware.FirmwareFile;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The conditional headers of a request for a firmware file (RFC 9110 §13).
 *
 * @param etag strong, with its quotes
 * @param lastModified in whole seconds
 */
record Preconditions(String etag, Instant lastModified) {

	private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"[^\"]*\"");

	private static final long ABSENT = -1;

	Preconditions {
		lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
	}

	static Preconditions of(FirmwareFile file) {
		return new Preconditions("\"" + file.digest() + "\"", file.uploadedAt());
	}

	/** What the conditions come to, in the order of RFC 9110 §13.2.2. */
	enum Outcome {

		/** Answer as if there were none. */
		PASSED,

		/** 304. */
		NOT_MODIFIED,

		/** 412. */
		FAILED

	}

	Outcome evaluate(HttpServletRequest request) {
		String ifMatch = joined(request, "If-Match");
		if (!ifMatch.isEmpty()) {
			if (!lists(ifMatch, false)) {
				return Outcome.FAILED;
			}
		}
		else {
			long unmodifiedSince = date(request, "If-Unmodified-Since");
			if (unmodifiedSince != ABSENT && lastModified.toEpochMilli() > unmodifiedSince) {
				return Outcome.FAILED;
			}
		}
		String ifNoneMatch = joined(request, "If-None-Match");
		if (!ifNoneMatch.isEmpty()) {
			return lists(ifNoneMatch, true) ? Outcome.NOT_MODIFIED : Outcome.PASSED;
		}
		long modifiedSince = date(request, "If-Modified-Since");
		return modifiedSince != ABSENT && lastModified.toEpochMilli() <= modifiedSince ? Outcome.NOT_MODIFIED
				: Outcome.PASSED;
	}

	/**
	 * Whether a {@code Range} counts: there is no {@code If-Range}, or it names exactly
	 * these bytes.
	 */
	boolean rangeCounts(HttpServletRequest request) {
		String ifRange = request.getHeader("If-Range");
		if (ifRange == null) {
			return true;
		}
		if (ifRange.startsWith("\"") || ifRange.startsWith("W/")) {
			return ifRange.strip().equals(etag);
		}
		return date(request, "If-Range") == lastModified.toEpochMilli();
	}

	private boolean lists(String header, boolean weakToo) {
		if (header.strip().equals("*")) {
			return true;
		}
		List<String> tags = ENTITY_TAG.matcher(header).results().map(MatchResult::group).toList();
		return tags.contains(etag) || (weakToo && tags.contains("W/" + etag));
	}

	private static String joined(HttpServletRequest request, String name) {
		return String.join(",", Collections.list(request.getHeaders(name)));
	}

	/**
	 * In milliseconds; a date that can't be read is as good as none (RFC 9110 §13.1.3).
	 */
	private static long date(HttpServletRequest request, String name) {
		try {
			return request.getDateHeader(name);
		}
		catch (IllegalArgumentException unreadable) {
			return ABSENT;
		}
	}

}
