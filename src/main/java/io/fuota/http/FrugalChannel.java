package io.fuota.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngineResult;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;

/**
 * A TLS connection that has buffers only while bytes are on their way: one that waits, in
 * a long poll or for the next request, keeps none. Each operation takes what it needs and
 * gives back what is empty then; no reference to a buffer outlives it.
 */
final class FrugalChannel extends SecureNioChannel {

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private final BufferPool pool;

	private final LazyBuffers plain;

	/** The client said good-bye right behind a request: it waits for the answer. */
	private boolean listens;

	FrugalChannel(LazyBuffers plain, NioEndpoint endpoint, BufferPool pool) {
		super(plain, endpoint);
		this.plain = plain;
		this.pool = pool;
		netInBuffer = NOTHING;
		netOutBuffer = NOTHING;
	}

	@Override
	public synchronized void reset(SocketChannel channel, NioSocketWrapper wrapper) throws IOException {
		// What was under way when a connection broke isn't used again.
		netInBuffer = NOTHING;
		netOutBuffer = NOTHING;
		listens = false;
		super.reset(channel, wrapper);
	}

	@Override
	public synchronized void free() {
		netInBuffer = NOTHING;
		netOutBuffer = NOTHING;
		super.free();
	}

	@Override
	public synchronized int handshake(boolean read, boolean write) throws IOException {
		if (handshakeComplete) {
			return 0;
		}
		needIn();
		needOut();
		try {
			return super.handshake(read, write);
		}
		finally {
			plain.giveBack();
			giveBack();
		}
	}

	@Override
	protected SSLEngineResult handshakeWrap(boolean doWrite) throws IOException {
		needOut();
		try {
			return super.handshakeWrap(doWrite);
		}
		catch (IOException | RuntimeException failure) {
			// What stands there isn't of this connection.
			netOutBuffer.limit(0);
			throw failure;
		}
	}

	@Override
	public synchronized int read(ByteBuffer dst) throws IOException {
		plain.giveBackWritten();
		needIn();
		try {
			int length = super.read(dst);
			listens |= length > 0 && sslEngine.isInboundDone();
			return length;
		}
		finally {
			giveBack();
		}
	}

	@Override
	public synchronized long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
		plain.giveBackWritten();
		needIn();
		try {
			long count = super.read(dsts, offset, length);
			listens |= count > 0 && sslEngine.isInboundDone();
			return count;
		}
		finally {
			giveBack();
		}
	}

	@Override
	public synchronized int write(ByteBuffer src) throws IOException {
		needOut();
		try {
			return super.write(src);
		}
		catch (IOException | RuntimeException failure) {
			netOutBuffer.limit(0);
			throw failure;
		}
		finally {
			giveBack();
		}
	}

	@Override
	public synchronized long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
		needOut();
		try {
			return super.write(srcs, offset, length);
		}
		catch (IOException | RuntimeException failure) {
			netOutBuffer.limit(0);
			throw failure;
		}
		finally {
			giveBack();
		}
	}

	@Override
	public synchronized int getOutboundRemaining() {
		return super.getOutboundRemaining();
	}

	@Override
	public synchronized boolean flushOutbound() throws IOException {
		try {
			return super.flushOutbound();
		}
		finally {
			giveBack();
		}
	}

	@Override
	public synchronized void close() throws IOException {
		if (!closing && isLeft()) {
			closing = true;
			closed = true;
			sslEngine.closeInbound();
			return;
		}
		needOut();
		try {
			super.close();
		}
		finally {
			if (sslEngine == null) {
				// It had nothing to say good-bye with.
				netOutBuffer.limit(0);
			}
			giveBack();
		}
	}

	/**
	 * Whether the client said good-bye and hung up. It has nothing to hear: a good-bye
	 * would cost two packets, since the client's system refuses what comes for a closed
	 * connection.
	 */
	private boolean isLeft() {
		if (listens || !handshakeComplete || !sslEngine.isInboundDone()) {
			return false;
		}
		needIn();
		try {
			return sc.read(netInBuffer) < 0;
		}
		catch (IOException broken) {
			return true;
		}
		finally {
			netInBuffer.position(0);
			giveBack();
		}
	}

	private void needIn() {
		if (isNothing(netInBuffer)) {
			netInBuffer = pool.take();
		}
	}

	/** Between operations it is read from; an empty one has nothing left to send. */
	private void needOut() {
		if (isNothing(netOutBuffer)) {
			netOutBuffer = pool.take().limit(0);
		}
	}

	private void giveBack() {
		if (!isNothing(netInBuffer) && netInBuffer.position() == 0) {
			ByteBuffer empty = netInBuffer;
			netInBuffer = NOTHING;
			pool.giveBack(empty);
		}
		if (!isNothing(netOutBuffer) && !netOutBuffer.hasRemaining()) {
			ByteBuffer sent = netOutBuffer;
			netOutBuffer = NOTHING;
			pool.giveBack(sent);
		}
	}

	private static boolean isNothing(ByteBuffer buffer) {
		return buffer.capacity() == 0;
	}

}
