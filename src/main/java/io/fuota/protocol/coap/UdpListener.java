package io.fuota.protocol.coap;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fuota.address.PortNumber;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plain CoAP on all addresses, IPv4 and IPv6. Each thread receives, answers and sends:
 * handing datagrams to others would take longer than answering them. There are several so
 * that others are answered while a confirmation waits for the disk.
 */
final class UdpListener implements AutoCloseable {

	private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

	/**
	 * The longest request, in bytes; more than any device's link carries. One byte more
	 * tells a longer one, whose end is lost.
	 */
	static final int MAX_REQUEST_BYTES = 1_472;

	/** So many requests are answered at a time. */
	static final int THREADS = 8;

	/** Room for some thousand requests while the disk is slow. */
	private static final int SOCKET_BUFFER_BYTES = 1024 * 1024;

	private final DatagramChannel channel;

	private final CoapDispatcher dispatcher;

	private final QuietLog notSent = new QuietLog(Ticker.systemTicker(),
			count -> LOG.debug("{} answers couldn't be sent", count));

	private final QuietLog failed = new QuietLog(Ticker.systemTicker(),
			count -> LOG.error("{} requests weren't answered, since the server failed", count));

	private UdpListener(DatagramChannel channel, CoapDispatcher dispatcher) {
		this.channel = channel;
		this.dispatcher = dispatcher;
	}

	/**
	 * Opens the port; answers from now on.
	 * @throws IllegalArgumentException with a sentence that names the setting, if the
	 * port can't be opened
	 */
	static UdpListener open(PortNumber port, CoapDispatcher dispatcher) {
		try {
			DatagramChannel channel = DatagramChannel.open();
			channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
			channel.bind(new InetSocketAddress(port.number()));
			UdpListener listener = new UdpListener(channel, dispatcher);
			for (int i = 0; i < THREADS; i++) {
				Thread.ofPlatform().name("coap-", i).daemon().start(listener::run);
			}
			return listener;
		}
		catch (BindException inUse) {
			throw new IllegalArgumentException("FUOTA_COAP_PORT " + port.number()
					+ " is in use by another program, or not for this user; stop that one, or set another port, or 0 for none",
					inUse);
		}
		catch (IOException failure) {
			throw new IllegalArgumentException("FUOTA_COAP_PORT " + port.number() + " can't be opened: " + failure,
					failure);
		}
	}

	/** The port that was really opened. */
	int port() {
		try {
			return ((InetSocketAddress) channel.getLocalAddress()).getPort();
		}
		catch (IOException closed) {
			throw new IllegalStateException("the listener is closed", closed);
		}
	}

	@Override
	public void close() {
		try {
			channel.close();
		}
		catch (IOException failure) {
			LOG.debug("closing failed", failure);
		}
	}

	private void run() {
		ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_REQUEST_BYTES + 1);
		while (channel.isOpen()) {
			try {
				InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer.clear());
				byte[] datagram = new byte[buffer.flip().remaining()];
				buffer.get(datagram);
				answer(datagram, sender);
			}
			catch (ClosedChannelException stopped) {
				return;
			}
			catch (IOException failure) {
				notSent.happened();
			}
			catch (RuntimeException failure) {
				// The thread must live: one request that breaks it would end them all.
				failed.happened();
				LOG.debug("a request wasn't answered", failure);
			}
		}
	}

	private void answer(byte[] datagram, InetSocketAddress sender) throws IOException {
		if (datagram.length > MAX_REQUEST_BYTES) {
			notSent.happened();
			return;
		}
		Optional<byte[]> answer = dispatcher.answer(datagram, CoapPeer.unverified(sender));
		if (answer.isPresent()) {
			// A forged sender may be an address that nothing can be sent to: an
			// IOException.
			int _ = channel.send(ByteBuffer.wrap(answer.get()), sender);
		}
	}

}
