package io.fuota.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.TLSClientHelloExtractor;
import org.apache.tomcat.util.net.TLSClientHelloExtractor.ExtractorResult;
import org.jspecify.annotations.Nullable;

/**
 * A TLS connection that has buffers only while bytes are on their way: one that waits, in
 * a long poll or for the next request, keeps none. Each operation takes what it needs and
 * gives back what is empty then; no reference to a buffer outlives it. Operations exclude
 * each other.
 */
final class TlsChannel extends NioChannel {

	/** Makes the engine for a client that has introduced itself. */
	@FunctionalInterface
	interface Engines {

		/**
		 * The engine, not begun yet.
		 * @param host that the client named; null: none
		 * @param hello what the client can; empty: it says so in more than one record
		 */
		SSLEngine engineFor(@Nullable String host, Optional<TLSClientHelloExtractor> hello);

	}

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/** Sixteen records: less than a millisecond, with what else is done with them. */
	private static final int TURN_BYTES = 256 * 1024;

	private final Engines engines;

	private final BufferPool pool;

	private final LazyBuffers plain;

	private @Nullable SSLEngine engine;

	/** Records, or a part of one, that came and aren't decrypted: up to the position. */
	private ByteBuffer in = NOTHING;

	/** Records that aren't sent: from the position to the limit. */
	private ByteBuffer out = NOTHING;

	private boolean shaken;

	/** In bytes, since others had their turn. */
	private int moved;

	private boolean closing;

	/** The client said good-bye right behind a request: it waits for the answer. */
	private boolean listens;

	TlsChannel(LazyBuffers plain, Engines engines, BufferPool pool) {
		super(plain);
		this.plain = plain;
		this.engines = engines;
		this.pool = pool;
	}

	@Override
	public synchronized void reset(@Nullable SocketChannel channel, @Nullable NioSocketWrapper wrapper)
			throws IOException {
		super.reset(channel, wrapper);
		// What was under way when a connection broke isn't used again.
		in = NOTHING;
		out = NOTHING;
		engine = null;
	}

	@Override
	public synchronized void free() {
		in = NOTHING;
		out = NOTHING;
		super.free();
	}

	@Override
	public boolean isHandshakeComplete() {
		return shaken;
	}

	@Override
	public boolean isClosing() {
		return closing;
	}

	@Override
	public int handshake(boolean read, boolean write) throws IOException {
		int wanted = shakeHands(read);
		if (wanted != SelectionKey.OP_READ) {
			return wanted;
		}
		letOthersRun();
		return shakeHands(true);
	}

	private synchronized int shakeHands(boolean read) throws IOException {
		if (shaken) {
			return 0;
		}
		needIn();
		needOut();
		try {
			if (read && sc.read(in) < 0) {
				throw new EOFException("the client hung up while it shook hands");
			}
			SSLEngine known = engine;
			if (known == null) {
				known = meet();
				if (known == null) {
					return SelectionKey.OP_READ;
				}
				engine = known;
				known.beginHandshake();
			}
			return shakeHands(known);
		}
		finally {
			plain.giveBack();
			giveBack();
		}
	}

	/** The engine that the client's first message asks for; null: it isn't whole. */
	private @Nullable SSLEngine meet() throws IOException {
		TLSClientHelloExtractor hello = new TLSClientHelloExtractor(in);
		ExtractorResult result = hello.getResult();
		if (result == ExtractorResult.NEED_READ) {
			return null;
		}
		if (result == ExtractorResult.NON_SECURE) {
			out.clear().put(TLSClientHelloExtractor.USE_TLS_RESPONSE).flip();
			flush();
			throw new IOException("plain HTTP came where TLS is spoken");
		}
		if (result == ExtractorResult.UNDERFLOW) {
			return engines.engineFor(null, Optional.empty());
		}
		String host = result == ExtractorResult.COMPLETE ? hello.getSNIValue() : null;
		if (host != null) {
			socketWrapper.setSniHostName(host);
		}
		return engines.engineFor(host, Optional.of(hello));
	}

	private int shakeHands(SSLEngine shaking) throws IOException {
		while (flush()) {
			switch (shaking.getHandshakeStatus()) {
				case NEED_TASK -> runTasks(shaking);
				case NEED_WRAP -> {
					if (wrap(shaking, NOTHING).getStatus() == Status.CLOSED) {
						flush();
						return -1;
					}
				}
				case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
					plain.configureReadBufferForWrite();
					switch (unwrap(shaking, plain.getReadBuffer()).getStatus()) {
						case OK -> {
						}
						case BUFFER_UNDERFLOW -> {
							return SelectionKey.OP_READ;
						}
						case CLOSED, BUFFER_OVERFLOW -> throw new EOFException("the client ended while it shook hands");
					}
				}
				case FINISHED, NOT_HANDSHAKING -> {
					shaken = true;
					return 0;
				}
			}
		}
		return SelectionKey.OP_WRITE;
	}

	@Override
	public int read(ByteBuffer to) throws IOException {
		int length = readNow(to);
		if (length == 0 && to.hasRemaining()) {
			letOthersRun();
			length = readNow(to);
		}
		takeTurns(length);
		return length;
	}

	/**
	 * Where many are served, the client's next message has often come by then, and the
	 * way through Tomcat's poller and another thread is saved (docs/adr/0032).
	 */
	@SuppressWarnings("ThreadPriorityCheck")
	private static void letOthersRun() {
		Thread.yield();
	}

	/**
	 * A client that sends or takes as fast as this server can doesn't keep its carrier
	 * for itself.
	 * @param length that was read or written; less than 1: nothing
	 */
	private void takeTurns(int length) {
		moved += Math.max(0, length);
		if (moved >= TURN_BYTES) {
			moved = 0;
			letOthersRun();
		}
	}

	private synchronized int readNow(ByteBuffer to) throws IOException {
		plain.giveBackWritten();
		SSLEngine decrypting = engine;
		if (closing || decrypting == null) {
			return -1;
		}
		if (!shaken) {
			throw new IllegalStateException("hands aren't shaken");
		}
		needIn();
		try {
			int known = in.position() == 0 ? 0 : decrypt(decrypting, to);
			if (known != 0) {
				return known;
			}
			int length = sc.read(in);
			return length <= 0 ? length : decrypt(decrypting, to);
		}
		finally {
			giveBack();
		}
	}

	/**
	 * Decrypts what is there and has room.
	 * @return how many bytes; 0: more are needed
	 * @throws EOFException if the client says good-bye instead
	 */
	private int decrypt(SSLEngine decrypting, ByteBuffer to) throws IOException {
		int count = 0;
		while (in.position() > 0) {
			SSLEngineResult result = unwrap(decrypting, to);
			count += result.bytesProduced();
			switch (result.getStatus()) {
				case OK -> answerHandshake(decrypting, result.getHandshakeStatus());
				case BUFFER_UNDERFLOW -> {
					return count;
				}
				case BUFFER_OVERFLOW -> {
					if (count == 0) {
						throw new IOException("a record is longer than there is room");
					}
					return count;
				}
				case CLOSED -> {
					in.clear();
					if (count == 0) {
						throw new GoodbyeException();
					}
					listens = true;
					return count;
				}
			}
		}
		return count;
	}

	/** New keys, or a refusal of new hand-shaking, want an answer besides. */
	private void answerHandshake(SSLEngine decrypting, HandshakeStatus status) throws IOException {
		if (status == HandshakeStatus.NEED_TASK) {
			runTasks(decrypting);
		}
		else if (status == HandshakeStatus.NEED_WRAP) {
			needOut();
			if (!flush()) {
				throw new IOException("the client doesn't read, and wants other keys");
			}
			wrap(decrypting, NOTHING);
			flush();
		}
	}

	@Override
	public long read(ByteBuffer[] to, int offset, int length) throws IOException {
		ByteBuffer first = firstOf(to, offset, length);
		return first == null ? 0 : read(first);
	}

	@Override
	public int write(ByteBuffer from) throws IOException {
		int length = writeNow(from);
		takeTurns(length);
		return length;
	}

	private synchronized int writeNow(ByteBuffer from) throws IOException {
		checkInterruptStatus();
		SSLEngine encrypting = engine;
		if (closing || encrypting == null) {
			throw new IOException("the connection ends");
		}
		needOut();
		try {
			if (!flush()) {
				return 0;
			}
			SSLEngineResult result = wrap(encrypting, from);
			if (result.getStatus() == Status.CLOSED) {
				throw new IOException("the connection has ended");
			}
			if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
				runTasks(encrypting);
			}
			flush();
			return result.bytesConsumed();
		}
		finally {
			giveBack();
		}
	}

	@Override
	public long write(ByteBuffer[] from, int offset, int length) throws IOException {
		ByteBuffer first = firstOf(from, offset, length);
		return first == null ? 0 : write(first);
	}

	/** The first that has room or bytes left; null: none. */
	private static @Nullable ByteBuffer firstOf(ByteBuffer[] buffers, int offset, int length) {
		for (int i = offset; i < offset + length; i++) {
			if (buffers[i].hasRemaining()) {
				return buffers[i];
			}
		}
		return null;
	}

	@Override
	public synchronized int getOutboundRemaining() {
		return out.remaining();
	}

	@Override
	public synchronized boolean flushOutbound() throws IOException {
		int before = out.remaining();
		try {
			flush();
			return out.remaining() < before;
		}
		finally {
			giveBack();
		}
	}

	/** Says good-bye, if somebody hears it. */
	@Override
	public synchronized void close() throws IOException {
		if (closing) {
			return;
		}
		closing = true;
		SSLEngine ending = engine;
		if (ending == null) {
			return;
		}
		if (isLeft(ending)) {
			ending.closeInbound();
			return;
		}
		needOut();
		try {
			ending.closeOutbound();
			if (flush()) {
				wrap(ending, NOTHING);
				flush();
			}
		}
		finally {
			giveBack();
		}
	}

	@Override
	public void close(boolean force) throws IOException {
		try {
			close();
		}
		finally {
			sc.close();
		}
	}

	/**
	 * Whether the client said good-bye and hung up. It has nothing to hear: a good-bye
	 * would cost two packets, since the client's system refuses what comes for a closed
	 * connection.
	 */
	private boolean isLeft(SSLEngine ending) {
		if (listens || !shaken || !ending.isInboundDone()) {
			return false;
		}
		needIn();
		try {
			return sc.read(in) < 0;
		}
		catch (IOException broken) {
			return true;
		}
		finally {
			in.clear();
			giveBack();
		}
	}

	private SSLEngineResult unwrap(SSLEngine decrypting, ByteBuffer to) throws SSLException {
		in.flip();
		try {
			return decrypting.unwrap(in, to);
		}
		finally {
			in.compact();
		}
	}

	/**
	 * Into {@link #out}, which is empty.
	 * @return with the status OK or CLOSED
	 */
	private SSLEngineResult wrap(SSLEngine encrypting, ByteBuffer from) throws IOException {
		out.clear();
		SSLEngineResult result;
		try {
			result = encrypting.wrap(from, out);
		}
		catch (SSLException | RuntimeException failure) {
			// What stands there isn't of this connection.
			out.clear().limit(0);
			throw failure;
		}
		out.flip();
		if (result.getStatus() != Status.OK && result.getStatus() != Status.CLOSED) {
			// Asked again, the engine would say so again, for ever.
			throw new IOException("nothing can be encrypted: " + result.getStatus());
		}
		return result;
	}

	/** Sends as much as the socket takes. */
	private boolean flush() throws IOException {
		if (out.hasRemaining()) {
			sc.write(out);
		}
		return !out.hasRemaining();
	}

	private static void runTasks(SSLEngine working) {
		for (Runnable task = working.getDelegatedTask(); task != null; task = working.getDelegatedTask()) {
			task.run();
		}
	}

	private void needIn() {
		if (in.capacity() == 0) {
			in = pool.take();
		}
	}

	/** Between operations it is read from; an empty one has nothing left to send. */
	private void needOut() {
		if (out.capacity() == 0) {
			out = pool.take().limit(0);
		}
	}

	private void giveBack() {
		if (in.capacity() > 0 && in.position() == 0) {
			ByteBuffer empty = in;
			in = NOTHING;
			pool.giveBack(empty);
		}
		if (out.capacity() > 0 && !out.hasRemaining()) {
			ByteBuffer sent = out;
			out = NOTHING;
			pool.giveBack(sent);
		}
	}

	/** An ordinary end, for which nobody needs to know where it was met. */
	private static final class GoodbyeException extends EOFException {

		private static final long serialVersionUID = 1;

		GoodbyeException() {
			super("the client said good-bye");
		}

		@Override
		public synchronized Throwable fillInStackTrace() {
			return this;
		}

	}

}
