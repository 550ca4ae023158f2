package io.fuota.tls;

import io.netty.util.ReferenceCounted;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * BoringSSL's engine as Tomcat's listener wants one: it frees its memory when the
 * listener closes the connection.
 */
final class NativeEngine extends ConfiguredEngine {

	/** For an engine that Tomcat lost without closing it. */
	private static final Cleaner CLEANER = Cleaner.create();

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/** Room for a good-bye: one alert, or what is left of a handshake that failed. */
	private static final int GOODBYE_BYTES = 4 * 1024;

	/** How often a good-bye is asked for, at most: an alert, then the end. */
	private static final int GOODBYE_PARTS = 4;

	private static final int RECORD_HEADER = 5;

	private final Memory memory;

	private final Cleaner.Cleanable cleanable;

	private final Supplier<JdkEngineSource> other;

	private boolean begun;

	private boolean closing;

	private ByteBuffer goodbye = NOTHING;

	NativeEngine(SSLEngine engine, ReferenceCounted memory, Supplier<JdkEngineSource> other) {
		super(engine);
		this.memory = new Memory(memory, new AtomicBoolean());
		this.cleanable = CLEANER.register(this, this.memory);
		this.other = other;
	}

	@Override
	public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer to) throws SSLException {
		chooseByFirstRecord(from);
		return engine().unwrap(from, to);
	}

	@Override
	public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
		chooseByFirstRecord(from);
		return engine().unwrap(from, to, offset, length);
	}

	// BoringSSL has no max_fragment_length. A client with little memory that asks for it
	// is served by the JDK.
	private void chooseByFirstRecord(ByteBuffer from) throws SSLException {
		if (begun || from.remaining() < RECORD_HEADER) {
			return;
		}
		begun = true;
		if (FirstRecord.asksForSmallRecords(from)) {
			replaceEngine(other.get().newEngine());
			cleanable.clean();
			engine().beginHandshake();
		}
	}

	@Override
	public SSLEngineResult wrap(ByteBuffer from, ByteBuffer to) throws SSLException {
		return closing ? sayGoodbye(to) : engine().wrap(from, to);
	}

	@Override
	public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) throws SSLException {
		return closing ? sayGoodbye(to) : engine().wrap(from, offset, length, to);
	}

	/**
	 * Ends the connection. Tomcat may or may not fetch the good-bye afterwards, so it is
	 * made now, and the memory is freed.
	 */
	@Override
	public synchronized void closeOutbound() {
		if (closing) {
			return;
		}
		closing = true;
		engine().closeOutbound();
		ByteBuffer last = ByteBuffer.allocate(GOODBYE_BYTES);
		try {
			SSLEngineResult result = engine().wrap(NOTHING, last);
			for (int i = 1; i < GOODBYE_PARTS && result.bytesProduced() > 0 && result.getStatus() == Status.OK; i++) {
				result = engine().wrap(NOTHING, last);
			}
		}
		catch (SSLException handshakeFailed) {
			// What it had to say about that, it has said.
		}
		goodbye = last.flip();
		cleanable.clean();
	}

	/** Nobody is there any more: frees the memory, and leaves the good-bye out. */
	@Override
	public synchronized void closeInbound() {
		closing = true;
		cleanable.clean();
	}

	private SSLEngineResult sayGoodbye(ByteBuffer to) {
		int length = Math.min(goodbye.remaining(), to.remaining());
		to.put(goodbye.slice(goodbye.position(), length));
		goodbye.position(goodbye.position() + length);
		return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, length);
	}

	/** Knows nothing of the engine around it, so that it is cleaned when that is gone. */
	private record Memory(ReferenceCounted engine, AtomicBoolean freed) implements Runnable {

		@Override
		public void run() {
			if (freed.compareAndSet(false, true)) {
				engine.release();
			}
		}

	}

}
