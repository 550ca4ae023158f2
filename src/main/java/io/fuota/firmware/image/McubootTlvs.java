package io.fuota.firmware.image;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** MCUboot's records behind an image: digests, signatures, and what else is noted. */
final class McubootTlvs {

	private static final int RECORD_HEADER_BYTES = 4;

	private static final int MAX_KEY_DIGEST_BYTES = 64;

	private static final int DEPENDENCY_BYTES = 12;

	private static final int COUNTER_BYTES = 4;

	private static final int UUID_BYTES = 16;

	private final ImageBytes image;

	private final Findings findings;

	private final List<Stated> digests = new ArrayList<>();

	private String keyDigest = "";

	private boolean signsTheImageItself;

	McubootTlvs(ImageBytes image, Findings findings) {
		this.image = image;
		this.findings = findings;
	}

	void read(McubootInspector.TlvArea area) throws IOException, Flaw {
		for (long at = area.begin(); at < area.end();) {
			image.need(at, RECORD_HEADER_BYTES);
			int length = image.u16(at + 2);
			long end = at + RECORD_HEADER_BYTES + length;
			if (end > area.end()) {
				throw image.flaw("length of a record in the " + area.name() + " TLV area", at + 2,
						"at most " + ImageText.bytes(Math.max(0, area.end() - at - RECORD_HEADER_BYTES)),
						ImageText.bytes(length));
			}
			read(image.u16(at), at + RECORD_HEADER_BYTES, length);
			at = end;
		}
	}

	/** The types are {@code IMAGE_TLV_…} of MCUboot's image.h. */
	private void read(int type, long at, int length) throws IOException, Flaw {
		switch (type) {
			case 0x01 -> keyDigest = length <= MAX_KEY_DIGEST_BYTES ? ImageText.hex(image.bytes(at, length)) : "";
			case 0x02 -> keyDigest = Digests.sha256(image.bytes(at, length), 0, length);
			case 0x10 -> digest("SHA-256", 32, at, length);
			case 0x11 -> digest("SHA-384", 48, at, length);
			case 0x12 -> digest("SHA-512", 64, at, length);
			case 0x20 -> signature("rsa-2048-pss");
			case 0x21 -> signature("ecdsa-p224");
			case 0x22 -> signature("ecdsa");
			case 0x23 -> signature("rsa-3072-pss");
			case 0x24 -> signature("ed25519");
			case 0x25 -> signsTheImageItself = true;
			case 0x30 -> findings.detail("key encrypted by", "RSA-2048");
			case 0x31 -> findings.detail("key encrypted by", "AES key wrap");
			case 0x32 -> findings.detail("key encrypted by", "ECIES-P256");
			case 0x33, 0x34 -> findings.detail("key encrypted by", "ECIES-X25519");
			case 0x40 -> dependency(at, length);
			case 0x50 -> counter(at, length);
			case 0x60 -> findings.detail("boot record", ImageText.bytes(length));
			case 0x74 -> uuid("vendor id", at, length);
			case 0x75 -> findings.hardware(uuid("class id", at, length));
			default -> findings.detail("other records", ImageText.hex(type, 4));
		}
	}

	/** A key's digest stands before the signature that was made with the key. */
	private void signature(String kind) {
		findings.signature(kind, keyDigest);
		keyDigest = "";
	}

	private void digest(String algorithm, int bytes, long at, int length) throws IOException, Flaw {
		checkLength(algorithm, bytes, at, length);
		String value = ImageText.hex(image.bytes(at, length));
		digests.add(new Stated(algorithm, at, value));
		findings.detail(algorithm + " inside", value);
	}

	private void dependency(long at, int length) throws IOException, Flaw {
		checkLength("dependency", DEPENDENCY_BYTES, at, length);
		findings.detail("needs",
				"image " + image.u8(at) + " of version " + McubootInspector.version(image, at + 4) + " or newer");
	}

	private void counter(long at, int length) throws IOException, Flaw {
		checkLength("security counter", COUNTER_BYTES, at, length);
		findings.secureVersion(image.u32(at));
	}

	private String uuid(String name, long at, int length) throws IOException, Flaw {
		checkLength(name, UUID_BYTES, at, length);
		String uuid = ImageText.uuid(image.bytes(at, length));
		findings.detail(name, uuid);
		return uuid;
	}

	private void checkLength(String what, int expected, long at, int found) throws Flaw {
		if (found != expected) {
			throw image.flaw("length of the record " + what, at - 2, ImageText.bytes(expected), ImageText.bytes(found));
		}
	}

	/**
	 * Compares every digest that is stated.
	 * @param end of what they cover: header, body and protected area
	 * @param encrypted the digests are those of the plain bytes, which nobody has here
	 */
	void checkDigests(long end, boolean encrypted) throws IOException, Flaw {
		if (digests.isEmpty() && !signsTheImageItself) {
			throw image.flaw("digest", end, "a record of SHA-256, SHA-384 or SHA-512", "missing");
		}
		if (encrypted) {
			findings.detail("not checked", "the digest, which is of the decrypted image");
			return;
		}
		Map<String, String> calculated = new HashMap<>();
		for (Stated digest : digests) {
			String expected = calculated.get(digest.algorithm());
			if (expected == null) {
				expected = calculate(digest.algorithm(), end);
				calculated.put(digest.algorithm(), expected);
			}
			if (!expected.equals(digest.value())) {
				throw image.flaw(digest.algorithm(), digest.at(), expected, digest.value());
			}
		}
	}

	private String calculate(String algorithm, long end) throws IOException, Flaw {
		MessageDigest digest = Digests.of(algorithm);
		image.each(0, end, digest::update);
		return ImageText.hex(digest.digest());
	}

	private record Stated(String algorithm, long at, String value) {

	}

}
