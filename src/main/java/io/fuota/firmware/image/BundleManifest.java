package io.fuota.firmware.image;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The manifest.json of a Mongoose OS bundle, and what it says of the parts. */
final class BundleManifest {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.build();

	/** mos puts signatures into an extra field of the manifest's entry. */
	private static final int SIGNATURES_FIELD = 0x293a;

	private final ImageBytes zip;

	private final ZipEntryHeader entry;

	private final Findings findings;

	/** By the part's name. */
	private final Map<String, JsonNode> parts = new LinkedHashMap<>();

	BundleManifest(ImageBytes zip, ZipEntryHeader entry, Findings findings) {
		this.zip = zip;
		this.entry = entry;
		this.findings = findings;
	}

	void read() throws IOException, Flaw {
		JsonNode manifest = parse("manifest", zip.bytes(entry.dataAt(), (int) entry.size()), entry.dataAt());
		findings.hardware(required(manifest, "platform"))
			.version(required(manifest, "version"))
			.buildId(required(manifest, "build_id"))
			.project(text(manifest, "name"));
		findings.detail("built", text(manifest, "build_timestamp"));
		JsonNode listed = manifest.get("parts");
		if (listed == null || !listed.isObject() || listed.isEmpty()) {
			throw flaw("parts in the manifest", "an object with parts", listed == null ? "missing" : "something else");
		}
		for (Map.Entry<String, JsonNode> part : listed.properties()) {
			if (!part.getValue().isObject()) {
				throw flaw("part " + ImageText.of(part.getKey()) + " in the manifest", "an object", "something else");
			}
			parts.put(ImageText.of(part.getKey()), part.getValue());
		}
		readSignatures();
	}

	/** The entries that the manifest names. */
	Set<String> sources() {
		return parts.values()
			.stream()
			.map(part -> text(part, "src"))
			.filter(source -> !source.isEmpty())
			.collect(Collectors.toSet());
	}

	/** Compares what the manifest says with what is there. */
	void checkParts(Map<String, BundlePart> found) throws Flaw {
		for (Map.Entry<String, JsonNode> part : parts.entrySet()) {
			JsonNode stated = part.getValue();
			String source = text(stated, "src");
			// A part without a source is made by the device: a region that is filled.
			if (!source.isEmpty()) {
				BundlePart entryFound = found.get(source);
				if (entryFound == null) {
					throw flaw("source of the part " + part.getKey(), "an entry of the bundle", ImageText.of(source));
				}
				check(part.getKey(), stated, entryFound);
				findings.detail("part " + part.getKey(),
						ImageText.of(source) + ", " + ImageText.bytes(entryFound.size()));
			}
		}
	}

	private void check(String part, JsonNode stated, BundlePart found) throws Flaw {
		compare("size of the part " + part, found, scalar(stated, "size"), Long.toString(found.size()));
		compare("SHA-1 of the part " + part, found, scalar(stated, "cs_sha1"), found.sha1());
		compare("SHA-256 of the part " + part, found, scalar(stated, "cs_sha256"), found.sha256());
	}

	private void compare(String what, BundlePart part, String stated, String found) throws Flaw {
		if (!stated.isEmpty() && !stated.equalsIgnoreCase(found)) {
			throw zip.flaw(what, part.dataAt(), ImageText.of(stated) + ", as the manifest says", found);
		}
	}

	private void readSignatures() throws IOException, Flaw {
		long at = entry.extraAt();
		while (at + 4 <= entry.dataAt()) {
			int length = zip.u16(at + 2);
			if (at + 4 + length > entry.dataAt()) {
				throw zip.flaw("length of an extra field of manifest.json", at + 2,
						"at most " + ImageText.bytes(entry.dataAt() - at - 4), ImageText.bytes(length));
			}
			if (zip.u16(at) == SIGNATURES_FIELD) {
				JsonNode signatures = parse("signatures", zip.bytes(at + 4, length), at + 4);
				for (int i = 0; i < 8; i++) {
					if (!text(signatures, "sig" + i).isEmpty()) {
						findings.signature("ecdsa-p256", "").detail("signed for", "key " + i);
					}
				}
			}
			at += 4 + length;
		}
	}

	private JsonNode parse(String what, byte[] json, long at) throws Flaw {
		try {
			JsonNode read = JSON.readTree(json);
			if (read.isObject()) {
				return read;
			}
		}
		catch (JacksonException malformed) {
			throw zip.flaw(what, at, "a JSON object", "malformed JSON");
		}
		throw zip.flaw(what, at, "a JSON object", "other JSON");
	}

	private String required(JsonNode manifest, String field) throws Flaw {
		String value = text(manifest, field);
		if (value.isEmpty()) {
			throw flaw(field + " in the manifest", "a text", manifest.has(field) ? "something else" : "missing");
		}
		return value;
	}

	private static String text(JsonNode object, String field) {
		JsonNode value = object.get(field);
		return value != null && value.isString() ? value.stringValue() : "";
	}

	private static String scalar(JsonNode object, String field) {
		@Nullable JsonNode value = object.get(field);
		return value == null || value.isNull() ? "" : value.isValueNode() ? value.asString() : "something else";
	}

	private Flaw flaw(String check, String expected, String found) {
		return zip.flaw(check, entry.dataAt(), expected, found);
	}

}
