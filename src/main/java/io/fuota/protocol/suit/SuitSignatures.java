package io.fuota.protocol.suit;

import com.authlete.cose.COSEException;
import com.authlete.cose.COSEProtectedHeader;
import com.authlete.cose.COSEVerifier;
import com.authlete.cose.SigStructureBuilder;
import com.authlete.cose.constants.COSEAlgorithms;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Whether a manifest is signed with a key that an operator registered: COSE_Sign1 with
 * Ed25519 (RFC 9052 §4.4, RFC 9053 §2.2), of which RIOT's manifests have one each
 * (docs/protocols/riot-suit.md §4.3). The envelope is taken apart by Jackson, which
 * bounds depth and lengths; the rest is the COSE library's.
 */
@Component
class SuitSignatures {

	/** The longest envelope that is looked at, in bytes. */
	static final int MAX_ENVELOPE = 64 * 1024;

	/** RFC 8410 §4: what comes before the 32 bytes of an Ed25519 key. */
	private static final String KEY_PREFIX = "302a300506032b6570032100";

	private static final String WRAPPER = "2";

	private static final int COSE_SIGN1_LENGTH = 4;

	private final CBORMapper cbor = CBORMapper.builder().build();

	private final List<PublicKey> keys;

	@Autowired
	SuitSignatures(SuitSettings settings) {
		this(settings.keys());
	}

	SuitSignatures(List<String> keys) {
		this.keys = keys.stream().map(SuitSignatures::key).toList();
	}

	/**
	 * A key from its 64 hex digits.
	 * @throws IllegalArgumentException if they are none
	 */
	static PublicKey key(String hex) {
		try {
			return KeyFactory.getInstance("Ed25519")
				.generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(KEY_PREFIX + hex)));
		}
		catch (GeneralSecurityException wrong) {
			throw new IllegalArgumentException("no Ed25519 key", wrong);
		}
	}

	/**
	 * Why nodes may refuse a manifest, as a sentence; empty where its signature is right,
	 * or no key was registered.
	 * @param name the manifest's, for the sentence
	 */
	Optional<String> objection(String name, byte[] envelope) {
		if (keys.isEmpty() || isSigned(envelope)) {
			return Optional.empty();
		}
		return Optional.of(name + " isn't signed with a key of FUOTA_SUIT_KEYS.");
	}

	private boolean isSigned(byte[] envelope) {
		try {
			JsonNode wrapper = bytes(cbor.readTree(envelope).get(WRAPPER));
			for (JsonNode element : wrapper == null ? List.<JsonNode>of() : wrapper) {
				JsonNode block = bytes(element);
				if (block != null && block.isArray() && block.size() == COSE_SIGN1_LENGTH && isSigned(block)) {
					return true;
				}
			}
			return false;
		}
		catch (JacksonException malformed) {
			return false;
		}
	}

	/** Protected header, unprotected header, payload, signature. */
	private boolean isSigned(JsonNode sign1) {
		if (!sign1.get(0).isBinary() || !sign1.get(2).isBinary() || !sign1.get(3).isBinary()) {
			return false;
		}
		byte[] signed = new SigStructureBuilder().signature1()
			.bodyAttributes(new COSEProtectedHeader(sign1.get(0).binaryValue()))
			.payload(sign1.get(2).binaryValue())
			.build()
			.encode();
		byte[] signature = sign1.get(3).binaryValue();
		return keys.stream().anyMatch(key -> verifies(key, signed, signature));
	}

	private static boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
		try {
			return COSEVerifier.verify(key, COSEAlgorithms.EdDSA, signed, signature);
		}
		catch (COSEException malformed) {
			return false;
		}
	}

	/** What is in a byte string; null where there is none. */
	private @Nullable JsonNode bytes(@Nullable JsonNode wrapped) {
		return wrapped != null && wrapped.isBinary() ? cbor.readTree(wrapped.binaryValue()) : null;
	}

}
