package io.fuota.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A network between one device and the server that loses, repeats and reorders datagrams
 * in both directions, the same ones for the same seed.
 */
public final class FmuProxy implements AutoCloseable {

	private static final int MAX_DATAGRAM = 2_048;

	private final DatagramSocket deviceSide;

	private final DatagramSocket serverSide;

	private final int serverPort;

	private final int percent;

	private final Random random;

	private volatile @Nullable InetSocketAddress device;

	/**
	 * @param percent of datagrams that are lost; as many are repeated, and as many held
	 * back until the next one
	 */
	public FmuProxy(int serverPort, int seed, int percent) {
		try {
			this.deviceSide = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			this.serverSide = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		}
		catch (SocketException ex) {
			throw new UncheckedIOException(ex);
		}
		this.serverPort = serverPort;
		this.random = new Random(seed);
		this.percent = percent;
		Thread.ofVirtual().start(() -> carry(this.deviceSide, this.serverSide, true));
		Thread.ofVirtual().start(() -> carry(this.serverSide, this.deviceSide, false));
	}

	/** Where the device sends to. */
	public int port() {
		return this.deviceSide.getLocalPort();
	}

	private void carry(DatagramSocket from, DatagramSocket to, boolean isRequest) {
		byte @Nullable [] heldBack = null;
		while (!from.isClosed()) {
			try {
				DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
				from.receive(packet);
				if (isRequest) {
					this.device = (InetSocketAddress) packet.getSocketAddress();
				}
				byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
				int fate = nextFate();
				if (fate < 3 * this.percent && fate >= 2 * this.percent && heldBack == null) {
					heldBack = datagram;
					continue;
				}
				for (int copies = (fate < this.percent) ? 0 : (fate < 2 * this.percent) ? 2 : 1; copies > 0; copies--) {
					send(to, datagram, isRequest);
				}
				if (heldBack != null) {
					send(to, heldBack, isRequest);
					heldBack = null;
				}
			}
			catch (IOException closed) {
				return;
			}
		}
	}

	private synchronized int nextFate() {
		return this.random.nextInt(100);
	}

	private void send(DatagramSocket to, byte[] datagram, boolean isRequest) throws IOException {
		InetSocketAddress target = isRequest
				? new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), this.serverPort) : this.device;
		to.send(new DatagramPacket(datagram, datagram.length, target));
	}

	@Override
	public void close() {
		this.deviceSide.close();
		this.serverSide.close();
	}

}
