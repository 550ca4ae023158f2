package io.fuota.protocol.exosite;

import io.fuota.console.PackageBook.Draft;
import io.fuota.http.HttpRefusal;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns a form into what {@code PUT /api/v1/packages/<name>} takes. */
final class DraftManifest {

	private static final JsonMapper JSON = new JsonMapper();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private DraftManifest() {
	}

	/**
	 * Says nothing where the form says nothing.
	 * @throws HttpRefusal 400 where the form's parts don't go together
	 */
	static ObjectNode of(Draft draft) {
		ObjectNode manifest = NODES.objectNode();
		manifest.put("version", draft.version()).put("name", draft.title());
		if (!draft.description().isEmpty()) {
			manifest.put("description", draft.description());
		}
		manifest.put("type", draft.type()).set("payload", payload(draft));
		if (!draft.listed().isEmpty()) {
			manifest.set("devices", texts(draft.listed()));
		}
		if (!draft.label().isEmpty()) {
			manifest.put("label", draft.label());
		}
		return manifest;
	}

	private static JsonNode payload(Draft draft) {
		if (draft.type().equals(Manifest.Type.JSON.name())) {
			return object(draft);
		}
		if (!draft.json().isEmpty()) {
			throw HttpRefusal.badRequest("An object goes into a package of type JSON alone. Choose JSON, or clear it.");
		}
		draft.links().stream().filter(link -> !Manifest.isLink(link)).findFirst().ifPresent(wrong -> {
			throw HttpRefusal.badRequest("A link has :// in it, and " + wrong + " has not.");
		});
		List<String> items = Stream.concat(draft.files().stream(), draft.links().stream()).toList();
		if (items.isEmpty()) {
			throw HttpRefusal.badRequest("Choose at least one firmware file, or write a link.");
		}
		if (!draft.type().equals(Manifest.Type.FILE.name())) {
			return texts(items);
		}
		if (items.size() > 1) {
			throw HttpRefusal.badRequest(
					"A package of type FILE has one file or one link, not " + items.size() + ". Choose URL_LIST.");
		}
		return NODES.stringNode(items.getFirst());
	}

	private static JsonNode object(Draft draft) {
		if (!draft.files().isEmpty() || !draft.links().isEmpty()) {
			throw HttpRefusal.badRequest(
					"A package of type JSON has an object and neither files nor links. Choose URL_LIST for those.");
		}
		try {
			return JSON.readTree(draft.json());
		}
		catch (JacksonException wrong) {
			throw HttpRefusal.badRequest("The object isn't JSON: " + wrong.getOriginalMessage());
		}
	}

	private static ArrayNode texts(List<String> all) {
		ArrayNode texts = NODES.arrayNode();
		all.forEach(texts::add);
		return texts;
	}

}
