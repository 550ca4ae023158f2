package io.fuota.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client can't bring about by itself; the rest is tested over the network. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsChannelTests {

	/** Of a client's first message, which goes on behind it. */
	private static final byte[] HELLO = { 0x16, 3, 1, 1, 0, 1, 0, 0, (byte) 0xfc, 3, 3, 0, 0, 0, 0, 0 };

	private SocketChannel client;

	private SocketChannel server;

	@BeforeEach
	void connect() throws IOException {
		try (ServerSocketChannel listener = ServerSocketChannel.open()) {
			listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			client = SocketChannel.open(listener.getLocalAddress());
			server = listener.accept();
		}
	}

	@AfterEach
	void hangUp() throws IOException {
		client.close();
		server.close();
	}

	@Test
	void anEngineThatFindsNoRoomIsntAskedForEver() throws IOException {
		TlsChannel channel = channel(new BufferPool(HELLO.length));
		client.write(ByteBuffer.wrap(HELLO));

		assertThatThrownBy(() -> channel.handshake(true, false)).isInstanceOf(IOException.class)
			.hasMessageContaining("BUFFER_OVERFLOW");
	}

	@Test
	void aClientThatHangsUpBeforeItSaysAnything() throws IOException {
		TlsChannel channel = channel(new BufferPool(LazyBuffers.READ_BYTES));
		client.close();

		assertThatThrownBy(() -> channel.handshake(true, false)).isInstanceOf(EOFException.class)
			.hasMessageContaining("hung up");
	}

	private TlsChannel channel(BufferPool records) throws IOException {
		LazyBuffers plain = new LazyBuffers(new BufferPool(LazyBuffers.READ_BYTES),
				new BufferPool(LazyBuffers.WRITE_BYTES));
		TlsChannel channel = new TlsChannel(plain, (host, hello) -> speaksFirst(), records);
		channel.reset(server, null);
		return channel;
	}

	/** An engine that wants to send a long message at once. */
	private static SSLEngine speaksFirst() {
		try {
			SSLEngine engine = SSLContext.getDefault().createSSLEngine();
			engine.setUseClientMode(true);
			return engine;
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

}
