package io.fuota.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * Holds back a record that may be the client's good-bye right behind data: a client may
 * close its side when its request is sent. Once BoringSSL has read a good-bye it writes
 * nothing more, and the answer would be lost. So the listener is told to come again: it
 * does so when it has dealt with the data, or needs more.
 */
final class HeldGoodbye {

	private static final int RECORD_HEADER = 5;

	private static final int LENGTH_AT = 3;

	private static final int ALERT = 21;

	private static final int APPLICATION_DATA = 23;

	/**
	 * As long as a record of TLS 1.3 with an alert may be, which can't be told from data:
	 * level, description, type, the cipher's tag, and the padding that clients add (the
	 * JDK 16 bytes).
	 */
	private static final int HIDDEN_ALERT_BYTES = 2 + 1 + 16 + 32;

	private boolean gaveData;

	/** Whether the next record may be one, and comes right behind data. */
	boolean mayBe(ByteBuffer from) {
		if (!gaveData || from.remaining() < RECORD_HEADER) {
			return false;
		}
		int type = from.get(from.position());
		int length = Short.toUnsignedInt(from.getShort(from.position() + LENGTH_AT));
		return type == ALERT || (type == APPLICATION_DATA && length <= HIDDEN_ALERT_BYTES);
	}

	/** Takes nothing; the next call does. */
	SSLEngineResult later() {
		gaveData = false;
		return new SSLEngineResult(Status.BUFFER_UNDERFLOW, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
	}

	/** Notes what an engine made of a record. */
	SSLEngineResult noting(SSLEngineResult result) {
		gaveData = result.bytesProduced() > 0;
		return result;
	}

}
