package io.fuota.http;

import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * A connection's buffers for plain bytes, which it has when the first byte needs them:
 * most never fill the one for reading, since the connector reads into its own. Only one
 * thread at a time uses them; a request is answered before the next one is read.
 */
final class LazyBuffers extends SocketBufferHandler {

	/**
	 * Room for the longest record, before it is decrypted (RFC 5246 section 6.2.3).
	 * BoringSSL's engine wants it, and Tomcat loses bytes where it has to make room
	 * later.
	 */
	static final int READ_BYTES = 16 * 1024 + 2_048;

	/** What is written at once makes one record. */
	static final int WRITE_BYTES = 16 * 1024;

	/** Never written to: their capacity is what is asked for. */
	private static final ByteBuffer NO_READ = nothing(READ_BYTES);

	private static final ByteBuffer NO_WRITE = nothing(WRITE_BYTES);

	private boolean readIsFilled = true;

	private ByteBuffer read = NO_READ;

	private boolean writeIsFilled = true;

	private ByteBuffer write = NO_WRITE;

	private final BufferPool forReading;

	private final BufferPool forWriting;

	/**
	 * @param forReading of buffers of {@link #READ_BYTES}
	 * @param forWriting of buffers of {@link #WRITE_BYTES}
	 */
	LazyBuffers(BufferPool forReading, BufferPool forWriting) {
		super(0, 0, false);
		this.forReading = forReading;
		this.forWriting = forWriting;
	}

	private static ByteBuffer nothing(int capacity) {
		return ByteBuffer.allocateDirect(capacity).limit(0).asReadOnlyBuffer();
	}

	/** Gives back what is empty: nothing is read or written now. */
	void giveBack() {
		if (isReadBufferEmpty()) {
			forReading.giveBack(read);
			read = NO_READ;
			readIsFilled = true;
		}
		giveBackWritten();
	}

	/** The same for what was written: the next request is read. */
	void giveBackWritten() {
		if (isWriteBufferEmpty()) {
			forWriting.giveBack(write);
			write = NO_WRITE;
			writeIsFilled = true;
		}
	}

	@Override
	public void configureReadBufferForWrite() {
		if (read.isReadOnly()) {
			read = forReading.take();
		}
		else if (!readIsFilled) {
			read.compact();
		}
		readIsFilled = true;
	}

	@Override
	public void configureReadBufferForRead() {
		if (readIsFilled && !read.isReadOnly()) {
			read.flip();
		}
		readIsFilled = false;
	}

	@Override
	public ByteBuffer getReadBuffer() {
		return read;
	}

	@Override
	public boolean isReadBufferEmpty() {
		return read.isReadOnly() || (readIsFilled ? read.position() == 0 : !read.hasRemaining());
	}

	@Override
	public void unReadReadBuffer(ByteBuffer returned) {
		configureReadBufferForRead();
		ByteBuffer joined = ByteBuffer.allocateDirect(Math.max(READ_BYTES, returned.remaining() + read.remaining()));
		read = joined.put(returned).put(read);
		readIsFilled = true;
	}

	@Override
	public void configureWriteBufferForWrite() {
		if (write.isReadOnly()) {
			write = forWriting.take();
		}
		else if (!writeIsFilled) {
			write.compact();
		}
		writeIsFilled = true;
	}

	@Override
	public void configureWriteBufferForRead() {
		if (writeIsFilled && !write.isReadOnly()) {
			write.flip();
		}
		writeIsFilled = false;
	}

	@Override
	public ByteBuffer getWriteBuffer() {
		return write;
	}

	@Override
	public boolean isWriteBufferWritable() {
		return write.isReadOnly() || writeIsFilled == write.hasRemaining();
	}

	@Override
	public boolean isWriteBufferEmpty() {
		return write.isReadOnly() || (writeIsFilled ? write.position() == 0 : !write.hasRemaining());
	}

	/** For another connection; what has bytes in it is left to the garbage collector. */
	@Override
	public void reset() {
		giveBack();
		read = NO_READ;
		readIsFilled = true;
		write = NO_WRITE;
		writeIsFilled = true;
	}

	/** They are large enough for every record. */
	@Override
	public void expand(int newSize) {
		if (newSize > READ_BYTES) {
			throw new IllegalStateException("a record has " + newSize + " bytes");
		}
	}

	@Override
	public void free() {
		reset();
	}

}
