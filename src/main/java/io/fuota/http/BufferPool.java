package io.fuota.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Buffers outside of the heap that connections take for as long as bytes are on their
 * way. Whoever gives one back must not keep it.
 */
final class BufferPool {

	/**
	 * How many are kept; there are seldom more in use than threads that compute. Further
	 * ones are left to the garbage collector.
	 */
	static final int KEPT = 256;

	private final int size;

	private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

	/**
	 * @param size of each buffer, in bytes
	 */
	BufferPool(int size) {
		this.size = size;
	}

	/** An empty buffer, ready to be written to. */
	ByteBuffer take() {
		ByteBuffer known;
		synchronized (free) {
			known = free.pollFirst();
		}
		return known == null ? ByteBuffer.allocateDirect(size) : known.clear();
	}

	/** One of another size, which took its place, or that nobody can write to is left. */
	void giveBack(ByteBuffer buffer) {
		if (buffer.capacity() != size || buffer.isReadOnly()) {
			return;
		}
		synchronized (free) {
			if (free.size() < KEPT) {
				free.addFirst(buffer);
			}
		}
	}

	/** How many are kept now. */
	int kept() {
		synchronized (free) {
			return free.size();
		}
	}

}
