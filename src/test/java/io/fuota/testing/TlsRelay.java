package io.fuota.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between one client and the server, and notes how long the TLS records are that
 * the server sends.
 */
public final class TlsRelay implements AutoCloseable {

	private static final int APPLICATION_DATA = 23;

	private final ServerSocket listener;

	private final int serverPort;

	private final List<Integer> lengths = new CopyOnWriteArrayList<>();

	public TlsRelay(TestServer server) throws IOException {
		this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		this.serverPort = server.port();
		Thread.ofPlatform().daemon().name("tls-relay").start(this::serve);
	}

	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Of records with application data, in TLS 1.3 encrypted handshakes too; in bytes.
	 */
	public List<Integer> lengths() {
		return List.copyOf(this.lengths);
	}

	private void serve() {
		try (Socket client = this.listener.accept();
				Socket server = new Socket(InetAddress.getLoopbackAddress(), this.serverPort)) {
			Thread.ofPlatform().daemon().start(() -> forward(client, server));
			records(new DataInputStream(server.getInputStream()), client.getOutputStream());
		}
		catch (IOException ended) {
			// The client sees it.
		}
	}

	private static void forward(Socket client, Socket server) {
		try {
			client.getInputStream().transferTo(server.getOutputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void records(DataInputStream in, OutputStream out) throws IOException {
		try {
			while (true) {
				int type = in.readUnsignedByte();
				int version = in.readUnsignedShort();
				int length = in.readUnsignedShort();
				byte[] record = in.readNBytes(length);
				if (type == APPLICATION_DATA) {
					this.lengths.add(length);
				}
				byte[] head = { (byte) type, (byte) (version >> 8), (byte) version, (byte) (length >> 8),
						(byte) length };
				out.write(head);
				out.write(record);
			}
		}
		catch (EOFException end) {
			// The server has closed.
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

}
