package io.fuota.http;

import jakarta.servlet.ServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a handler wants the request's log line to say. */
public final class RequestNote {

	private static final String ATTRIBUTE = RequestNote.class.getName();

	private static final String ACCOUNT = ATTRIBUTE + ".account";

	private static final String SLOWED = ATTRIBUTE + ".slowed";

	private static final String STRANGER = ATTRIBUTE + ".stranger";

	private static final String ANONYMOUS = ATTRIBUTE + ".anonymous";

	private static final String STREAM = ATTRIBUTE + ".stream";

	private final String kind;

	private final Map<String, String> fields = new LinkedHashMap<>();

	private RequestNote(String kind) {
		this.kind = kind;
	}

	/**
	 * Begins the note of this request.
	 * @param kind one word: check, download, upload …
	 */
	public static RequestNote begin(ServletRequest request, String kind) {
		RequestNote note = new RequestNote(kind);
		request.setAttribute(ATTRIBUTE, note);
		return note;
	}

	/**
	 * Adds a field; control characters and spaces in the value are made harmless when it
	 * is written.
	 */
	public RequestNote with(String field, Object value) {
		fields.put(field, value.toString());
		return this;
	}

	/** Whose request this is. */
	static void account(ServletRequest request, String username) {
		request.setAttribute(ACCOUNT, username);
	}

	static @Nullable String accountOf(ServletRequest request) {
		return (String) request.getAttribute(ACCOUNT);
	}

	/** Its answer was held back, since it may be one of many guesses. */
	static void slowed(ServletRequest request) {
		request.setAttribute(SLOWED, true);
	}

	static boolean isSlowed(ServletRequest request) {
		return request.getAttribute(SLOWED) != null;
	}

	/**
	 * It was refused for want of valid credentials: of many such requests most have no
	 * log line.
	 */
	public static void stranger(ServletRequest request) {
		request.setAttribute(STRANGER, true);
	}

	static boolean isStranger(ServletRequest request) {
		return request.getAttribute(STRANGER) != null;
	}

	/** It needs no credentials and has none: there may be a flood of such requests. */
	public static void anonymous(ServletRequest request) {
		request.setAttribute(ANONYMOUS, true);
	}

	static boolean isAnonymous(ServletRequest request) {
		return request.getAttribute(ANONYMOUS) != null;
	}

	/** Its answer goes on until the client leaves, which is no failure. */
	public static void stream(ServletRequest request) {
		request.setAttribute(STREAM, true);
	}

	static boolean isStream(ServletRequest request) {
		return request.getAttribute(STREAM) != null;
	}

	static @Nullable RequestNote of(ServletRequest request) {
		return (RequestNote) request.getAttribute(ATTRIBUTE);
	}

	String kind() {
		return kind;
	}

	Map<String, String> fields() {
		return fields;
	}

}
