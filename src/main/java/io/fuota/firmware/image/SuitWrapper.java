package io.fuota.firmware.image;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A SUIT envelope's authentication wrapper: an array of byte strings, each a digest of
 * the manifest or a COSE signature (RFC 9052) over one.
 */
final class SuitWrapper {

	/** Of draft-moran-suit-manifest-04, which RIOT reads, and of COSE (RFC 9054). */
	private static final Map<Integer, String> DIGESTS = Map.of(2, "SHA-256", -16, "SHA-256", -43, "SHA-384", -44,
			"SHA-512");

	/** RFC 9053 and RFC 8778. */
	private static final Map<Integer, String> SIGNATURES = Map.of(-8, "ed25519", -7, "ecdsa-p256", -35, "ecdsa-p384",
			-36, "ecdsa-p521", -37, "rsa-pss", -46, "hss-lms");

	private static final int MAX_KEY_ID_BYTES = 64;

	private final ImageBytes envelope;

	private final Findings findings;

	private final SuitInspector.Member member;

	SuitWrapper(ImageBytes envelope, Findings findings, SuitInspector.Member member) {
		this.envelope = envelope;
		this.findings = findings;
		this.member = member;
	}

	void check(SuitInspector.Member manifest) throws IOException, Flaw {
		JsonNode wrapper = parse(member.content(envelope));
		if (!wrapper.isArray()) {
			throw envelope.flaw("authentication wrapper", member.contentAt(), "an array", "something else");
		}
		for (JsonNode element : wrapper) {
			JsonNode block = element.isBinary() ? parse(element.binaryValue()) : element;
			if (!isDigest(block)) {
				findings.signature(algorithm(block), keyId(block));
			}
			JsonNode digest = isDigest(block) ? block : payload(block);
			if (digest != null && isDigest(digest)) {
				checkDigest(digest, manifest);
			}
		}
	}

	/** The digest covers the manifest with the head of its byte string. */
	private void checkDigest(JsonNode digest, SuitInspector.Member manifest) throws IOException, Flaw {
		String algorithm = DIGESTS.get(digest.get(0).intValue());
		if (algorithm == null) {
			findings.detail("not checked", "a digest of algorithm " + digest.get(0).intValue());
			return;
		}
		MessageDigest calculated = Digests.of(algorithm);
		envelope.each(manifest.at(), manifest.end(), calculated::update);
		byte[] expected = calculated.digest();
		byte[] found = digest.get(1).binaryValue();
		if (!Arrays.equals(expected, found)) {
			throw envelope.flaw(algorithm + " of the manifest", member.contentAt(), ImageText.hex(expected),
					ImageText.of(ImageText.hex(found)));
		}
		findings.detail("digest of the manifest", ImageText.hex(found));
	}

	private static boolean isDigest(JsonNode block) {
		return block.isArray() && block.size() == 2 && block.get(0).isInt() && block.get(1).isBinary();
	}

	/** COSE_Sign1: protected header, unprotected header, payload, signature. */
	private @Nullable JsonNode payload(JsonNode block) throws Flaw {
		JsonNode payload = block.isArray() && block.size() == 4 ? block.get(2) : null;
		return payload != null && payload.isBinary() ? parse(payload.binaryValue()) : null;
	}

	private String algorithm(JsonNode block) throws Flaw {
		JsonNode header = block.isArray() && block.size() == 4 ? block.get(0) : null;
		if (header == null || !header.isBinary() || header.binaryValue().length == 0) {
			return "unknown";
		}
		JsonNode algorithm = parse(header.binaryValue()).get("1");
		if (algorithm == null || !algorithm.isInt()) {
			return "unknown";
		}
		return SIGNATURES.getOrDefault(algorithm.intValue(), "cose" + algorithm.intValue());
	}

	private static String keyId(JsonNode block) {
		JsonNode header = block.isArray() && block.size() == 4 ? block.get(1) : null;
		JsonNode id = header == null ? null : header.get("4");
		return id != null && id.isBinary() && id.binaryValue().length <= MAX_KEY_ID_BYTES
				? ImageText.hex(id.binaryValue()) : "";
	}

	private JsonNode parse(byte[] item) throws Flaw {
		return SuitCbor.read(envelope, "authentication wrapper", member.contentAt(), item);
	}

}
