package io.fuota.firmware.image;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/** Small pieces of CBOR as trees; a map's numbers become names, and tags are left out. */
final class SuitCbor {

	private static final CBORMapper CBOR = CBORMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.build();

	private SuitCbor() {
	}

	/**
	 * Reads one item.
	 * @param what and {@code at} say what it is, and where, if it is malformed
	 */
	static JsonNode read(ImageBytes file, String what, long at, byte[] item) throws Flaw {
		try {
			JsonNode read = CBOR.readTree(item);
			if (!read.isMissingNode()) {
				return read;
			}
		}
		catch (JacksonException malformed) {
			throw file.flaw(what, at, "CBOR", "malformed");
		}
		throw file.flaw(what, at, "CBOR", "empty");
	}

}
