package io.fuota.testing;

import static io.fuota.testing.SuitBuilder.array;
import static io.fuota.testing.SuitBuilder.bytes;
import static io.fuota.testing.SuitBuilder.map;
import static io.fuota.testing.SuitBuilder.number;
import static io.fuota.testing.SuitBuilder.text;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * What a RIOT build for samr21-xpro makes of one version: two images, and a manifest that
 * names both.
 */
public final class RiotRelease {

	/** UUIDv5 of RIOT's vendor id and the board samr21-xpro (§4.3). */
	public static final String CLASS = "8818989e-a257-5994-ac9a-554b77898083";

	private final String root;

	private final int version;

	/**
	 * @param root {@code coap://<host>:<port>/<publish id>}
	 */
	public RiotRelease(String root, int version) {
		this.root = root;
		this.version = version;
	}

	public String manifestName() {
		return "app-riot.suitv4_signed." + this.version + ".bin";
	}

	public String imageName(int slot) {
		return "app-slot" + slot + "." + this.version + ".riot.bin";
	}

	/** Bytes as of a build: each version and slot has others. */
	public byte[] image(int slot) {
		byte[] image = new byte[5_000 + 100 * slot];
		new Random(10L * this.version + slot).nextBytes(image);
		return image;
	}

	public byte[] manifest() {
		byte[] board = HexFormat.of().parseHex(CLASS.replace("-", ""));
		return SuitBuilder
			.signed(SuitBuilder.manifest(1, number(this.version), map(number(2), bytes(board)), slot(0), slot(1)));
	}

	/** Files by their names. */
	public Map<String, byte[]> files() {
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put(imageName(0), image(0));
		files.put(imageName(1), image(1));
		files.put(manifestName(), manifest());
		return files;
	}

	private byte[] slot(int slot) {
		byte[] image = image(slot);
		byte[] digest = array(number(2), bytes(Esp32ImageBuilder.digest("SHA-256", image)));
		return array(number(20), map(number(3), bytes(digest), number(5), number(0x1000 * (slot + 1L)), number(14),
				number(image.length), number(21), text(this.root + "/" + imageName(slot))));
	}

}
