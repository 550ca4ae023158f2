package io.fuota.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A TLS socket to the server that sends the bytes it's given and shows the bytes that
 * come back, so that chunking, header case and newlines are seen. It gives up after
 * {@value #PATIENCE_MILLIS} ms of silence.
 */
public final class RawTlsClient implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 15_000;

	private final TcpSocket tcp;

	private final SSLSocket tls;

	private final InputStream in;

	private final OutputStream out;

	private RawTlsClient(TcpSocket tcp, SSLSocket tls) throws IOException {
		this.tcp = tcp;
		this.tls = tls;
		this.in = new BufferedInputStream(tls.getInputStream(), 16 * 1024);
		this.out = tls.getOutputStream();
	}

	public static RawTlsClient connect(int port) throws IOException {
		return connect(port, TlsOptions.anyCertificate());
	}

	/** Connects to the loopback address and shakes hands. */
	public static RawTlsClient connect(int port, TlsOptions options) throws IOException {
		TcpSocket tcp = new TcpSocket();
		try {
			if (options.receiveBufferBytes() > 0) {
				tcp.setReceiveBufferSize(options.receiveBufferBytes());
			}
			tcp.setSoTimeout(PATIENCE_MILLIS);
			tcp.setTcpNoDelay(true);
			tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
			SSLSocket tls = (SSLSocket) options.context()
				.getSocketFactory()
				.createSocket(tcp, options.serverName().orElse("localhost"), port, true);
			configure(tls, options);
			tls.startHandshake();
			return new RawTlsClient(tcp, tls);
		}
		catch (IOException ex) {
			tcp.close();
			throw ex;
		}
	}

	private static void configure(SSLSocket tls, TlsOptions options) {
		SSLParameters parameters = tls.getSSLParameters();
		if (!options.protocols().isEmpty()) {
			parameters.setProtocols(options.protocols().toArray(String[]::new));
		}
		if (!options.cipherSuites().isEmpty()) {
			parameters.setCipherSuites(options.cipherSuites().toArray(String[]::new));
		}
		options.serverName().ifPresent((name) -> parameters.setServerNames(List.of(new SNIHostName(name))));
		tls.setSSLParameters(parameters);
	}

	/** Sends text as ISO-8859-1: one byte for each character. */
	public RawTlsClient send(String latin1) throws IOException {
		return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
	}

	public RawTlsClient send(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
		return this;
	}

	/** The next answer to a request that isn't HEAD; also an interim one such as 100. */
	public RawResponse receive() throws IOException {
		return RawResponse.read(this.in, false);
	}

	/** The next answer, to a HEAD request. */
	public RawResponse receiveToHead() throws IOException {
		return RawResponse.read(this.in, true);
	}

	/** Everything until the server ends the connection. */
	public byte[] receiveRest() throws IOException {
		return this.in.readAllBytes();
	}

	/**
	 * Everything until the server ends the connection, breaks it, or says nothing more
	 * for a while. Where a client says that it has ended, an answer may be lost.
	 * @param silenceMillis how long that while is, in milliseconds
	 */
	public byte[] receiveUntilSilent(int silenceMillis) throws IOException {
		patience(silenceMillis);
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		try {
			this.in.transferTo(all);
		}
		catch (IOException silentOrBroken) {
			// What came before counts.
		}
		return all.toByteArray();
	}

	/** Records, still encrypted, until the server ends the connection. */
	public byte[] receiveRecords() throws IOException {
		return this.tcp.getInputStream().readAllBytes();
	}

	/** Whether nothing more comes: the server has ended the connection. */
	public boolean isAtEnd() throws IOException {
		return this.in.read() < 0;
	}

	/** What came, as it comes: for a client that reads in pieces of its own. */
	public InputStream incoming() {
		return this.in;
	}

	public SSLSession session() {
		return this.tls.getSession();
	}

	/** Asks for a second handshake on this connection (TLS 1.2). */
	public void renegotiate() throws IOException {
		this.tls.startHandshake();
	}

	/** Says, by TLS, that no more will be sent; answers can still be read. */
	public void sayGoodbye() throws IOException {
		this.tls.shutdownOutput();
	}

	/** Says so by TLS and by TCP. */
	public void halfClose() throws IOException {
		sayGoodbye();
		this.tcp.endOutput();
	}

	/**
	 * Vanishes with a TCP reset and without a TLS good-bye, as a device that loses its
	 * power.
	 */
	public void abort() throws IOException {
		this.tcp.setSoLinger(true, 0);
		this.tcp.close();
	}

	/** How long a read may take, in milliseconds. */
	public void patience(int millis) throws IOException {
		this.tcp.setSoTimeout(millis);
	}

	@Override
	public void close() throws IOException {
		this.tls.close();
	}

	/** Leaves it to the client whether a good-bye of TLS is one of TCP too. */
	private static final class TcpSocket extends Socket {

		@Override
		public void shutdownOutput() {
			// TLS would like that.
		}

		void endOutput() throws IOException {
			super.shutdownOutput();
		}

	}

}
