package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Makes Mongoose OS bundles as {@code mos} does: stored zip entries, the manifest first,
 * sizes and CRC-32 in the local headers.
 */
public final class BundleBuilder {

	/** How many bytes stand before an entry's name. */
	public static final int HEADER_BYTES = 30;

	private final List<Entry> entries = new ArrayList<>();

	/** An entry to change before the bundle is built. */
	public static final class Entry {

		private final String name;

		private final byte[] data;

		private int flags;

		private int method;

		private int packedMore;

		private byte[] extra = new byte[0];

		private long crc;

		private Entry(String name, byte[] data) {
			this.name = name;
			this.data = data;
			CRC32 calculated = new CRC32();
			calculated.update(data);
			this.crc = calculated.getValue();
		}

		public Entry flags(int value) {
			this.flags = value;
			return this;
		}

		public Entry method(int value) {
			this.method = value;
			return this;
		}

		public Entry crc(long value) {
			this.crc = value;
			return this;
		}

		/** Makes the compressed size another than the size. */
		public Entry packedMore(int bytes) {
			this.packedMore = bytes;
			return this;
		}

		public Entry extra(int id, String text) {
			byte[] raw = text.getBytes(StandardCharsets.UTF_8);
			this.extra = ByteBuffer.allocate(4 + raw.length)
				.order(ByteOrder.LITTLE_ENDIAN)
				.putShort((short) id)
				.putShort((short) raw.length)
				.put(raw)
				.array();
			return this;
		}

	}

	/** The manifest of {@code docs/images.md}'s example, for these two parts. */
	public static String manifest(byte[] app, byte[] fs) {
		return """
				{"name":"demo","platform":"esp32","version":"1.1","build_id":"20240102-030405/gabcdef0",\
				"build_timestamp":"2024-01-02T03:04:05Z","parts":{"app":{"type":"app","src":"demo.bin",\
				"cs_sha1":"%s","size":%d,"ptn":"app_0"},"fs":{"type":"fs","src":"fs.img","cs_sha256":"%s",\
				"size":%d,"ptn":"fs_0"},"rf":{"type":"fill","addr":1036288,"size":1024}}}"""
			.formatted(hex("SHA-1", app), app.length, hex("SHA-256", fs), fs.length);
	}

	public Entry add(String name, byte[] data) {
		Entry entry = new Entry(name, data);
		this.entries.add(entry);
		return entry;
	}

	public Entry add(String name, String text) {
		return add(name, text.getBytes(StandardCharsets.UTF_8));
	}

	public byte[] build() {
		ByteArrayOutputStream zip = new ByteArrayOutputStream();
		for (Entry entry : this.entries) {
			byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
			ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
			head.putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags);
			head.putShort((short) entry.method).putInt(0x58221882).putInt((int) entry.crc);
			head.putInt(entry.data.length + entry.packedMore).putInt(entry.data.length);
			head.putShort((short) name.length).putShort((short) entry.extra.length);
			zip.writeBytes(head.array());
			zip.writeBytes(name);
			zip.writeBytes(entry.extra);
			zip.writeBytes(entry.data);
		}
		zip.writeBytes(new byte[] { 'P', 'K', 1, 2 });
		zip.writeBytes(new byte[200]);
		return zip.toByteArray();
	}

	private static String hex(String algorithm, byte[] data) {
		return HexFormat.of().formatHex(Esp32ImageBuilder.digest(algorithm, data));
	}

}
