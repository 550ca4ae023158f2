package io.fuota.protocol.exosite;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A software package as devices read it in {@code config_otau}
 * (docs/protocols/exosite-otau.md §4). What it names without a host are content ids: the
 * names of firmware files.
 *
 * @param payload FILE: a text; URL_LIST: an array of texts; JSON: an object
 */
record Manifest(String version, String name, @Nullable String description, Type type, JsonNode payload) {

	/**
	 * What a device does with the payload. Stored by name: a constant is never renamed.
	 */
	enum Type {

		/** One link or content id. */
		FILE,

		/** An object in the manifest itself. */
		JSON,

		/** Links and content ids. */
		URL_LIST

	}

	/** The longest manifest, in characters of its JSON: a device has little memory. */
	static final int MAX_LENGTH = 8_192;

	/** The most items of a payload. */
	static final int MAX_ITEMS = 100;

	/** The longest version, name and description, in UTF-16 code units. */
	static final int MAX_TEXT = 255;

	private static final Set<String> FIELDS = Set.of("version", "name", "description", "type", "payload");

	/** Devices put an id into a query unescaped. */
	private static final String ID = "[A-Za-z0-9._~-]+";

	private static final JsonMapper JSON = new JsonMapper();

	/**
	 * @throws IllegalArgumentException with a sentence that says which rule is broken
	 */
	Manifest {
		checkText("version", version);
		checkText("name", name);
		if (description != null && (description.length() > MAX_TEXT || hasControls(description))) {
			throw new IllegalArgumentException(
					"The description has at most " + MAX_TEXT + " characters and no control characters.");
		}
		checkPayload(type, payload);
	}

	/**
	 * Reads what an operator sent.
	 * @throws IllegalArgumentException with a sentence that says which rule is broken
	 */
	static Manifest of(JsonNode json) {
		for (String field : json.propertyNames()) {
			if (!FIELDS.contains(field)) {
				throw new IllegalArgumentException("A manifest has no field " + field + "; it has "
						+ String.join(", ", new TreeSet<>(FIELDS)) + ".");
			}
		}
		JsonNode description = json.path("description");
		Manifest manifest = new Manifest(text(json, "version"), text(json, "name"),
				description.isMissingNode() || description.isNull() ? null : text(json, "description"),
				type(text(json, "type")), json.path("payload"));
		if (manifest.json().length() > MAX_LENGTH) {
			throw new IllegalArgumentException("A manifest has at most " + MAX_LENGTH + " characters as JSON.");
		}
		return manifest;
	}

	/** Reads what {@link #json()} wrote. */
	static Manifest parse(String json) {
		return of(JSON.readTree(json));
	}

	/** For one firmware file. */
	static Manifest ofFile(String version, String file, @Nullable String description) {
		return new Manifest(version, file, description, Type.URL_LIST, JsonNodeFactory.instance.arrayNode().add(file));
	}

	/**
	 * The names of the firmware files in it, each once.
	 */
	List<String> contentIds() {
		Stream<JsonNode> items = switch (type) {
			case FILE -> Stream.of(payload);
			case URL_LIST -> payload.valueStream();
			case JSON -> Stream.empty();
		};
		return items.map(JsonNode::asString).filter(item -> !isLink(item)).distinct().toList();
	}

	/**
	 * The manifest as devices get it: ASCII characters alone, since the guide's script
	 * reads it as bytes.
	 */
	String json() {
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		object.put("version", version).put("name", name);
		if (description != null) {
			object.put("description", description);
		}
		object.put("type", type.name()).set("payload", payload);
		return ascii(JSON.writeValueAsString(object));
	}

	/** What isn't ASCII stands within quotes, where an escape means the same. */
	private static String ascii(String json) {
		StringBuilder text = new StringBuilder(json.length());
		for (int i = 0; i < json.length(); i++) {
			char c = json.charAt(i);
			if (c < 0x7f) {
				text.append(c);
			}
			else {
				text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
			}
		}
		return text.toString();
	}

	/** Whether it names a host, and no firmware file of this server. */
	static boolean isLink(String item) {
		return item.contains("://");
	}

	private static Type type(String text) {
		try {
			return Type.valueOf(text);
		}
		catch (IllegalArgumentException unknown) {
			throw new IllegalArgumentException("The type is URL_LIST, FILE or JSON, not " + text + ".", unknown);
		}
	}

	private static String text(JsonNode json, String field) {
		JsonNode value = json.path(field);
		if (!value.isString()) {
			throw new IllegalArgumentException("The manifest's " + field + " is a text and must be there.");
		}
		return value.asString();
	}

	private static void checkText(String field, String text) {
		if (text.isBlank() || text.length() > MAX_TEXT || hasControls(text)) {
			throw new IllegalArgumentException("The manifest's " + field + " has 1 to " + MAX_TEXT
					+ " characters, not all blank and no control characters.");
		}
	}

	private static boolean hasControls(String text) {
		return text.chars().anyMatch(Character::isISOControl);
	}

	private static void checkPayload(Type type, JsonNode payload) {
		switch (type) {
			case JSON -> {
				if (!payload.isObject()) {
					throw new IllegalArgumentException("The payload of a JSON package is an object.");
				}
			}
			case FILE -> checkItem(payload);
			case URL_LIST -> {
				if (!payload.isArray() || payload.isEmpty() || payload.size() > MAX_ITEMS) {
					throw new IllegalArgumentException(
							"The payload of a URL_LIST package is an array of 1 to " + MAX_ITEMS + " texts.");
				}
				payload.forEach(Manifest::checkItem);
			}
		}
	}

	private static void checkItem(JsonNode item) {
		if (!item.isString() || item.asString().isBlank() || hasControls(item.asString())) {
			throw new IllegalArgumentException("An item of the payload is a link or the name of a firmware file.");
		}
	}

	/**
	 * The names in it that devices can't put into a query as they are.
	 */
	List<String> unsafeIds() {
		return contentIds().stream().filter(id -> !id.matches(ID)).toList();
	}

}
