package io.fuota.console;

import io.fuota.fleet.AttemptState;
import io.fuota.update.DeviceQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which devices a page is about, as its form says. */
record DeviceFilter(@Nullable String prefix, @Nullable String version, @Nullable String hardware,
		@Nullable String state, @Nullable String label) {

	/**
	 * A state to choose.
	 *
	 * @param value as the core knows it
	 */
	record Choice(String value, String words) {
	}

	/** What there is to choose from. */
	static final List<Choice> STATES = states();

	static DeviceFilter of(HttpServletRequest request) {
		return new DeviceFilter(Form.optional(request, "prefix"), Form.optional(request, "version"),
				Form.optional(request, "hardware"), Form.optional(request, "state"), Form.optional(request, "label"));
	}

	boolean isEmpty() {
		return prefix == null && version == null && hardware == null && state == null && label == null;
	}

	DeviceQuery query(String after, int limit) {
		return new DeviceQuery(prefix, version, hardware, state, label, null, null, after, limit);
	}

	/** The same in a URL. */
	Map<String, @Nullable String> fields() {
		Map<String, @Nullable String> fields = new LinkedHashMap<>();
		fields.put("prefix", prefix);
		fields.put("version", version);
		fields.put("hardware", hardware);
		fields.put("state", state);
		fields.put("label", label);
		return fields;
	}

	private static List<Choice> states() {
		List<Choice> choices = new ArrayList<>();
		for (AttemptState state : AttemptState.values()) {
			choices.add(new Choice(state.name(), Shown.words(state)));
		}
		choices.add(new Choice(DeviceQuery.QUARANTINED, "quarantined"));
		choices.add(new Choice(DeviceQuery.NEVER_SEEN, "never seen"));
		return choices;
	}

}
