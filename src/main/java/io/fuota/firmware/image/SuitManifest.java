package io.fuota.firmware.image;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A SUIT manifest: version, sequence number, and what its commands name. */
final class SuitManifest {

	private static final String COMMON = "3";

	private static final int TRY_EACH = 15;

	private static final int SET_PARAMETERS = 19;

	private static final int OVERRIDE_PARAMETERS = 20;

	private static final int RUN_SEQUENCE = 30;

	private static final int MAX_DEPTH = 8;

	private final ImageBytes envelope;

	private final Findings findings;

	private final SuitInspector.Member member;

	private boolean classNamed;

	SuitManifest(ImageBytes envelope, Findings findings, SuitInspector.Member member) {
		this.envelope = envelope;
		this.findings = findings;
		this.member = member;
	}

	void read() throws IOException, Flaw {
		JsonNode manifest = SuitCbor.read(envelope, "manifest", member.contentAt(), member.content(envelope));
		if (!manifest.isObject()) {
			throw flaw("manifest", "a map", "something else");
		}
		String version = number(manifest.get("1"));
		if (!version.equals("1")) {
			throw flaw("version of the manifest", "1", version);
		}
		String sequence = number(manifest.get("2"));
		if (sequence.startsWith("-") || !Character.isDigit(sequence.charAt(0))) {
			throw flaw("sequence number", "a number", sequence);
		}
		findings.version(sequence);
		findings.detail("manifest size", ImageText.bytes(member.end() - member.contentAt()));
		for (Map.Entry<String, JsonNode> section : manifest.properties()) {
			if (section.getKey().equals(COMMON)) {
				readCommon(section.getValue());
			}
			else if (section.getValue().isBinary()) {
				readSequence(section.getValue(), 0);
			}
		}
	}

	private void readCommon(JsonNode section) throws Flaw {
		if (!section.isBinary()) {
			throw flaw("common section of the manifest", "a byte string", "something else");
		}
		JsonNode common = parse("common section of the manifest", section);
		JsonNode components = common.get("2");
		if (components != null && components.isArray()) {
			findings.detail("components", Integer.toString(components.size()));
		}
		JsonNode sequence = common.get("4");
		if (sequence != null && sequence.isBinary()) {
			readSequence(sequence, 0);
		}
	}

	/** A sequence is an array of commands, each followed by its argument. */
	private void readSequence(JsonNode wrapped, int depth) throws Flaw {
		if (depth > MAX_DEPTH) {
			throw flaw("depth of the manifest's sequences", "at most " + MAX_DEPTH, "more");
		}
		JsonNode sequence = parse("sequence of the manifest", wrapped);
		if (!sequence.isArray()) {
			return;
		}
		for (int i = 0; i + 1 < sequence.size(); i += 2) {
			JsonNode argument = sequence.get(i + 1);
			switch (sequence.get(i).isInt() ? sequence.get(i).intValue() : -1) {
				case SET_PARAMETERS, OVERRIDE_PARAMETERS -> readParameters(argument);
				case RUN_SEQUENCE -> readNested(argument, depth);
				case TRY_EACH -> {
					for (JsonNode choice : argument) {
						readNested(choice, depth);
					}
				}
				default -> {
					// Other commands name nothing.
				}
			}
		}
	}

	private void readNested(JsonNode sequence, int depth) throws Flaw {
		if (sequence.isBinary()) {
			readSequence(sequence, depth + 1);
		}
	}

	private void readParameters(JsonNode parameters) throws Flaw {
		for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
			JsonNode value = parameter.getValue();
			switch (parameter.getKey()) {
				case "1" -> findings.detail("vendor id", uuid(value));
				case "2" -> classId(uuid(value));
				case "3" -> findings.detail("digest of the payload", digest(value));
				case "14" -> findings.detail("size of the payload", number(value) + " bytes");
				case "21" -> findings.detail("URI", value.isString() ? value.stringValue() : "");
				default -> {
					// Others are the device's own business.
				}
			}
		}
	}

	private void classId(String id) {
		findings.detail("class id", id);
		if (!classNamed && !id.isEmpty()) {
			findings.hardware(id);
			classNamed = true;
		}
	}

	private String digest(JsonNode value) throws Flaw {
		JsonNode pair = value.isBinary() ? parse("digest of the payload", value) : value;
		JsonNode bytes = pair.isArray() && pair.size() == 2 ? pair.get(1) : null;
		return bytes != null && bytes.isBinary() ? ImageText.hex(bytes.binaryValue()) : "";
	}

	private JsonNode parse(String what, JsonNode wrapped) throws Flaw {
		return SuitCbor.read(envelope, what, member.contentAt(), wrapped.binaryValue());
	}

	private static String uuid(JsonNode value) {
		return value.isBinary() && value.binaryValue().length <= ImageText.MAX_LENGTH / 2
				? ImageText.uuid(value.binaryValue()) : "";
	}

	private static String number(@Nullable JsonNode value) {
		if (value == null) {
			return "missing";
		}
		return value.isIntegralNumber() ? value.asString() : "something else";
	}

	private Flaw flaw(String check, String expected, String found) {
		return envelope.flaw(check, member.contentAt(), expected, found);
	}

}
