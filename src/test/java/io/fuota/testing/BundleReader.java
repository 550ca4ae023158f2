package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a bundle while it arrives, by the rules of the 2018 client
 * (docs/protocols/mongoose-os.md §5.3): local headers alone, stored entries, the manifest
 * first, CRC-32 and SHA-1 of each part.
 */
final class BundleReader {

	private static final long LOCAL_HEADER = 0x04034b50L;

	private static final long CENTRAL_DIRECTORY = 0x02014b50L;

	private static final int MAX_NAME = 49;

	private static final int DATA_DESCRIPTOR = 8;

	/** What the device makes of a bundle. */
	sealed interface Outcome {

		/** It is written, and boots. */
		record Written(String version, String buildId) implements Outcome {
		}

		/** It runs that already, and closes the connection. */
		record Same() implements Outcome {
		}

		/** It can't use it. */
		record Refused(String why) implements Outcome {
		}

	}

	private final InputStream in;

	private final String platform;

	private final Map<String, String> sha1ByName = new HashMap<>();

	private @Nullable JsonNode manifest;

	private BundleReader(InputStream in, String platform) {
		this.in = in;
		this.platform = platform;
	}

	/**
	 * Reads up to the central directory, or to where the device stops.
	 * @throws IOException if the stream ends before
	 */
	static Outcome read(InputStream in, String platform, String version, String buildId) throws IOException {
		return new BundleReader(in, platform).read(version, buildId);
	}

	private Outcome read(String version, String buildId) throws IOException {
		while (true) {
			long signature = u32();
			if (signature == CENTRAL_DIRECTORY) {
				return finish();
			}
			if (signature != LOCAL_HEADER) {
				return new Outcome.Refused("no entry");
			}
			Outcome refused = entry();
			if (refused != null) {
				return refused;
			}
			if (this.manifest == null) {
				return new Outcome.Refused("the manifest isn't first");
			}
			JsonNode known = this.manifest;
			if (!text(known, "platform").toLowerCase(Locale.ROOT).startsWith(this.platform.toLowerCase(Locale.ROOT))) {
				return new Outcome.Refused("wrong platform");
			}
			if (text(known, "version").equals(version) && text(known, "build_id").equals(buildId)) {
				return new Outcome.Same();
			}
		}
	}

	private @Nullable Outcome entry() throws IOException {
		u16();
		int flags = u16();
		int method = u16();
		u32();
		long crc = u32();
		long packed = u32();
		long size = u32();
		int nameLength = u16();
		int extraLength = u16();
		String name = new String(bytes(nameLength), StandardCharsets.UTF_8);
		String local = name.substring(name.indexOf('/') + 1);
		bytes(extraLength);
		if (method != 0 || packed != size || (flags & DATA_DESCRIPTOR) != 0 || local.length() > MAX_NAME) {
			return new Outcome.Refused("compressed, without its size, or with a long name");
		}
		byte[] data = bytes((int) size);
		if (crc != 0 && crc != crc(data)) {
			return new Outcome.Refused("CRC");
		}
		if (this.manifest == null && local.equals("manifest.json")) {
			this.manifest = new JsonMapper().readTree(data);
		}
		this.sha1ByName.put(local, HexFormat.of().formatHex(Esp32ImageBuilder.digest("SHA-1", data)));
		return null;
	}

	private Outcome finish() {
		JsonNode known = this.manifest;
		if (known == null) {
			return new Outcome.Refused("empty");
		}
		for (JsonNode part : known.get("parts").values()) {
			String stated = text(part, "cs_sha1");
			if (part.has("src") && !stated.equals(this.sha1ByName.get(text(part, "src")))) {
				return new Outcome.Refused("SHA-1 of " + text(part, "src"));
			}
		}
		return new Outcome.Written(text(known, "version"), text(known, "build_id"));
	}

	private static String text(JsonNode node, String field) {
		return node.get(field).asString();
	}

	private static long crc(byte[] data) {
		CRC32 crc = new CRC32();
		crc.update(data);
		return crc.getValue();
	}

	private byte[] bytes(int count) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		byte[] piece = new byte[1024];
		while (all.size() < count) {
			int n = this.in.read(piece, 0, Math.min(piece.length, count - all.size()));
			if (n < 0) {
				throw new EOFException("the bundle ended after " + all.size() + " of " + count + " bytes");
			}
			all.write(piece, 0, n);
		}
		return all.toByteArray();
	}

	private int u16() throws IOException {
		byte[] two = bytes(2);
		return (two[0] & 0xff) | (two[1] & 0xff) << 8;
	}

	private long u32() throws IOException {
		return u16() | (long) u16() << 16;
	}

}
