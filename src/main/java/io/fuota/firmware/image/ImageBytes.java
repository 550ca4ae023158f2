package io.fuota.firmware.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/**
 * A file's bytes as numbers (little endian) and chunks, read through a buffer of fixed
 * size.
 */
final class ImageBytes {

	/** At most so many bytes can be had at once. */
	static final int MAX_AT_ONCE = 64 * 1024;

	private final SeekableByteChannel channel;

	private final long size;

	private final ImageFormat format;

	private final ByteBuffer window;

	private long windowAt;

	/** Bytes of which nothing is known yet. */
	ImageBytes(SeekableByteChannel channel, ImageFormat format) throws IOException {
		this.channel = channel;
		this.size = channel.size();
		this.format = format;
		this.window = ByteBuffer.allocate(MAX_AT_ONCE).order(ByteOrder.LITTLE_ENDIAN).limit(0);
	}

	private ImageBytes(ImageBytes other, ImageFormat format) {
		this.channel = other.channel;
		this.size = other.size;
		this.format = format;
		this.window = other.window;
		this.windowAt = other.windowAt;
	}

	/** The same bytes, as an image of this format. The former object isn't used on. */
	ImageBytes as(ImageFormat other) {
		return new ImageBytes(this, other);
	}

	long size() {
		return size;
	}

	/** Whether the file has all these bytes; false for a negative place or length. */
	boolean has(long at, long length) {
		return at >= 0 && length >= 0 && at <= size && length <= size - at;
	}

	int u8(long at) throws IOException, Flaw {
		return load(at, 1).get((int) (at - windowAt)) & 0xff;
	}

	int u16(long at) throws IOException, Flaw {
		return load(at, 2).getShort((int) (at - windowAt)) & 0xffff;
	}

	long u32(long at) throws IOException, Flaw {
		return load(at, 4).getInt((int) (at - windowAt)) & 0xffff_ffffL;
	}

	/** At most {@value #MAX_AT_ONCE} bytes. */
	byte[] bytes(long at, int length) throws IOException, Flaw {
		byte[] copy = new byte[length];
		load(at, length).get((int) (at - windowAt), copy);
		return copy;
	}

	/** Hands out the bytes of a range, in chunks. */
	void each(long from, long to, Chunk chunk) throws IOException, Flaw {
		need(from, to - from);
		for (long at = from; at < to;) {
			load(at, 1);
			int begin = (int) (at - windowAt);
			int length = (int) Math.min(window.limit() - begin, to - at);
			chunk.accept(window.array(), begin, length);
			at += length;
		}
	}

	/** What is wrong with this image. */
	Flaw flaw(String check, long offset, String expected, String found) {
		return new Flaw(new BrokenImage(format, check, offset, expected, found));
	}

	/** Fails if the file ends before the end of these bytes. */
	void need(long at, long length) throws Flaw {
		if (!has(at, length)) {
			throw flaw("length", size, "at least " + ImageText.bytes(at + length), ImageText.bytes(size));
		}
	}

	private ByteBuffer load(long at, int length) throws IOException, Flaw {
		need(at, length);
		if (at < windowAt || at + length > windowAt + window.limit()) {
			window.clear();
			channel.position(at);
			while (window.hasRemaining() && channel.read(window) >= 0) {
				// Until the window is full or the file ends.
			}
			windowAt = at;
			window.flip();
			if (window.limit() < length) {
				throw new IOException("the file became shorter while it was read");
			}
		}
		return window;
	}

	/** Takes some of an image's bytes. */
	@FunctionalInterface
	interface Chunk {

		void accept(byte[] bytes, int offset, int length);

	}

}
