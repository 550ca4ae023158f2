package io.fuota.tls;

import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** A client's engine and a server's that talk without a network between them. */
final class Conversation {

	private static final int ROOM = 40_000;

	private final SSLEngine client;

	private final SSLEngine server;

	private final ByteBuffer toServer = ByteBuffer.allocate(ROOM).flip();

	private final ByteBuffer toClient = ByteBuffer.allocate(ROOM).flip();

	private int steps;

	Conversation(SSLEngine client, SSLEngine server) throws SSLException {
		this.client = client;
		this.server = server;
		client.beginHandshake();
		server.beginHandshake();
	}

	/**
	 * Lets them shake hands, for so many steps at most.
	 * @return whether both are done
	 */
	boolean shakeHands(int maxSteps) throws SSLException {
		while (steps < maxSteps) {
			boolean moved = step(client, toClient, toServer);
			moved |= step(server, toServer, toClient);
			if (!moved) {
				return isDone(client) && isDone(server);
			}
		}
		return false;
	}

	/** The client's first bytes, changed on their way. */
	ByteBuffer answerTo(UnaryOperator<byte[]> change) throws SSLException {
		ByteBuffer hello = ByteBuffer.allocate(ROOM);
		client.wrap(ByteBuffer.allocate(0), hello);
		byte[] bytes = new byte[hello.flip().remaining()];
		hello.get(bytes);
		server.unwrap(ByteBuffer.wrap(change.apply(bytes)), ByteBuffer.allocate(ROOM));
		for (Runnable task = server.getDelegatedTask(); task != null; task = server.getDelegatedTask()) {
			task.run();
		}
		ByteBuffer answer = ByteBuffer.allocate(ROOM);
		server.wrap(ByteBuffer.allocate(0), answer);
		return answer.flip();
	}

	private boolean step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
		steps++;
		HandshakeStatus status = engine.getHandshakeStatus();
		if (status == HandshakeStatus.NEED_TASK) {
			Runnable task = engine.getDelegatedTask();
			if (task != null) {
				task.run();
			}
			return true;
		}
		if (status == HandshakeStatus.NEED_WRAP) {
			out.compact();
			SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), out);
			out.flip();
			return result.bytesProduced() > 0 || result.getHandshakeStatus() != status;
		}
		if (status == HandshakeStatus.NOT_HANDSHAKING && !in.hasRemaining()) {
			return false;
		}
		// Without bytes too: BoringSSL's engine finds then that it has finished.
		SSLEngineResult result = engine.unwrap(in, ByteBuffer.allocate(ROOM));
		return result.bytesConsumed() > 0 || result.getHandshakeStatus() != status;
	}

	private static boolean isDone(SSLEngine engine) {
		return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
				&& !"SSL_NULL_WITH_NULL_NULL".equals(engine.getSession().getCipherSuite());
	}

}
