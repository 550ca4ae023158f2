package io.fuota.firmware.image;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * SUIT envelopes as RIOT takes them: a CBOR map of an authentication wrapper, a manifest,
 * and perhaps payloads (IETF draft-ietf-suit-manifest).
 */
final class SuitInspector {

	private static final int ENVELOPE_TAG = 107;

	private static final int WRAPPER = 2;

	private static final int MANIFEST = 3;

	private static final int MAX_MEMBERS = 23;

	/** RIOT's buffer has 640 bytes; this is only what is looked into here. */
	private static final int MAX_MEMBER_BYTES = 32 * 1024;

	private final ImageBytes envelope;

	private final Findings findings = new Findings(ImageFormat.SUIT);

	/**
	 * Members of the map that are looked into: by key, where the value begins and ends.
	 */
	private final Map<Integer, Member> members = new HashMap<>();

	SuitInspector(ImageBytes envelope) {
		this.envelope = envelope;
	}

	/**
	 * A map that begins with a wrapper, an array in a byte string, or with a manifest, a
	 * map in a byte string whose first member is the version 1.
	 */
	static boolean claims(ImageBytes bytes) throws IOException, Flaw {
		long at = mapAt(bytes);
		if (at < 0 || !bytes.has(at, 6)) {
			return false;
		}
		CborHead map = CborHead.read(bytes, at);
		int key = bytes.u8(map.end());
		if (map.value() < 1 || map.value() > MAX_MEMBERS || (key != WRAPPER && key != MANIFEST)
				|| !CborHead.isAt(bytes, map.end() + 1)) {
			return false;
		}
		CborHead value = CborHead.read(bytes, map.end() + 1);
		if (value.major() != CborHead.BYTES || !bytes.has(value.end(), 3)) {
			return false;
		}
		int content = bytes.u8(value.end()) >> 5;
		return key == WRAPPER ? content == CborHead.ARRAY
				: content == CborHead.MAP && bytes.u16(value.end() + 1) == 0x0101;
	}

	/** Where the envelope's map is; -1 if there is none. */
	private static long mapAt(ImageBytes bytes) throws IOException, Flaw {
		if (!CborHead.isAt(bytes, 0)) {
			return -1;
		}
		CborHead first = CborHead.read(bytes, 0);
		long at = 0;
		if (first.major() == CborHead.TAG && first.value() == ENVELOPE_TAG) {
			at = first.end();
		}
		return CborHead.isAt(bytes, at) && CborHead.read(bytes, at).major() == CborHead.MAP ? at : -1;
	}

	ImageFacts read() throws IOException, Flaw {
		long end = readMembers();
		Member manifest = members.get(MANIFEST);
		if (manifest == null) {
			throw envelope.flaw("manifest", 0, "under the key 3 of the envelope", "missing");
		}
		new SuitManifest(envelope, findings, manifest).read();
		Member wrapper = members.get(WRAPPER);
		if (wrapper != null) {
			new SuitWrapper(envelope, findings, wrapper).check(manifest);
		}
		if (end < envelope.size()) {
			findings.detail("behind the envelope", ImageText.bytes(envelope.size() - end));
		}
		return findings.toFacts();
	}

	private long readMembers() throws IOException, Flaw {
		CborHead map = CborHead.read(envelope, mapAt(envelope));
		long at = map.end();
		for (long i = 0; i < map.value(); i++) {
			CborHead key = CborHead.read(envelope, at);
			long valueAt = key.major() == CborHead.TEXT ? key.contentEnd(envelope) : key.end();
			CborHead value = CborHead.read(envelope, valueAt);
			if (value.major() != CborHead.BYTES) {
				throw envelope.flaw("member of the envelope", valueAt, "a byte string", "CBOR type " + value.major());
			}
			long end = value.contentEnd(envelope);
			if (key.major() == CborHead.UNSIGNED && (key.value() == WRAPPER || key.value() == MANIFEST)) {
				keep((int) key.value(), new Member(valueAt, value.end(), end));
			}
			else {
				findings.detail("other members", ImageText.bytes(end - value.end()));
			}
			at = end;
		}
		return at;
	}

	private void keep(int key, Member member) throws Flaw {
		if (member.end() - member.contentAt() > MAX_MEMBER_BYTES) {
			throw envelope.flaw(key == MANIFEST ? "size of the manifest" : "size of the authentication wrapper",
					member.at(), "at most " + ImageText.bytes(MAX_MEMBER_BYTES),
					ImageText.bytes(member.end() - member.contentAt()));
		}
		if (members.put(key, member) != null) {
			throw envelope.flaw("key " + key + " of the envelope", member.at(), "there once", "there again");
		}
	}

	/**
	 * A byte string in the file.
	 *
	 * @param at where its head is
	 * @param contentAt where its content is
	 * @param end behind its content
	 */
	record Member(long at, long contentAt, long end) {

		byte[] content(ImageBytes file) throws IOException, Flaw {
			return file.bytes(contentAt, (int) (end - contentAt));
		}

	}

}
