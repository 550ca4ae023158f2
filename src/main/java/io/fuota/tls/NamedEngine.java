package io.fuota.tls;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * An engine that is chosen by the host name in the client's first message (RFC 6066 §3).
 * Until then, and where the client names none that another certificate is for, it is the
 * ordinary one.
 */
final class NamedEngine extends ConfiguredEngine {

	private static final int RECORD_HEADER = 5;

	private static final int LENGTH_AT = 3;

	private final Function<String, Optional<SSLEngine>> others;

	private boolean chosen;

	/**
	 * @param others the engine for a host name; empty: the ordinary one
	 */
	NamedEngine(SSLEngine ordinary, Function<String, Optional<SSLEngine>> others) {
		super(ordinary);
		this.others = others;
	}

	@Override
	public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer to) throws SSLException {
		choose(from);
		return engine().unwrap(from, to);
	}

	@Override
	public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
		choose(from);
		return engine().unwrap(from, to, offset, length);
	}

	// A part of a record is left where it is by the engine, and comes again with the
	// rest.
	private void choose(ByteBuffer from) throws SSLException {
		if (chosen || from.remaining() < RECORD_HEADER
				|| from.remaining() < RECORD_HEADER + Short.toUnsignedInt(from.getShort(from.position() + LENGTH_AT))) {
			return;
		}
		chosen = true;
		Optional<SSLEngine> other = FirstRecord.serverName(from).flatMap(others);
		if (other.isPresent()) {
			// Gives back what lies outside of Java's memory.
			engine().closeOutbound();
			replaceEngine(other.get());
			engine().beginHandshake();
		}
	}

	@Override
	public SSLEngineResult wrap(ByteBuffer from, ByteBuffer to) throws SSLException {
		return engine().wrap(from, to);
	}

	@Override
	public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) throws SSLException {
		return engine().wrap(from, offset, length, to);
	}

	@Override
	public void closeOutbound() {
		engine().closeOutbound();
	}

}
