package io.fuota.testing;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Bytes in memory as a file that can be read; it counts what is read. */
public final class MemoryChannel implements SeekableByteChannel {

	private final byte[] bytes;

	private long position;

	private long bytesRead;

	public MemoryChannel(byte[] bytes) {
		this.bytes = bytes;
	}

	/** How many bytes were read so far. */
	public long bytesRead() {
		return this.bytesRead;
	}

	@Override
	public int read(ByteBuffer target) {
		if (this.position >= this.bytes.length) {
			return -1;
		}
		int length = (int) Math.min(target.remaining(), this.bytes.length - this.position);
		target.put(this.bytes, (int) this.position, length);
		this.position += length;
		this.bytesRead += length;
		return length;
	}

	@Override
	public int write(ByteBuffer source) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long position() {
		return this.position;
	}

	@Override
	public SeekableByteChannel position(long place) {
		if (place < 0) {
			throw new IllegalArgumentException("position " + place);
		}
		this.position = place;
		return this;
	}

	@Override
	public long size() {
		return this.bytes.length;
	}

	@Override
	public SeekableByteChannel truncate(long size) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public void close() {
		// There is nothing to give back.
	}

}
