package io.fuota.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Sends datagrams as they are, from a port of its own, and shows the exact answers.
 */
public final class CoapProbe implements AutoCloseable {

	/** A confirmable message without meaning (ping): the server answers it by a reset. */
	private static final String PING = "40 00 ff ff";

	private static final byte[] PONG = hex("70 00 ff ff");

	private static final int PATIENCE_MILLIS = 10_000;

	private static final int MAX_DATAGRAM = 65_535;

	private final DatagramSocket socket;

	/** The server answers several requests at a time. */
	private static final int BEHIND_MILLIS = 500;

	private final InetSocketAddress server;

	/** From this address of the machine, to the server on the same one. */
	public CoapProbe(String address, int serverPort) {
		try {
			InetAddress own = InetAddress.ofLiteral(address);
			this.socket = new DatagramSocket(new InetSocketAddress(own, 0));
			this.socket.setSoTimeout(PATIENCE_MILLIS);
			this.server = new InetSocketAddress(own.getAddress().length == 4 ? InetAddress.ofLiteral("127.0.0.1") : own,
					serverPort);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** From 127.0.0.1. */
	public CoapProbe(TestServer server) {
		this("127.0.0.1", server.coapPort());
	}

	/** How long {@link #receive()} waits; ten seconds if nothing is said. */
	public CoapProbe patience(int millis) {
		try {
			this.socket.setSoTimeout(millis);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Bytes from hex digits, blanks between them or none. */
	public static byte[] hex(String digits) {
		return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
	}

	/** Sends a datagram and waits for what comes back. */
	public byte[] ask(byte[] datagram) {
		send(datagram);
		return receive().orElseThrow(() -> new AssertionError("no answer to " + HexFormat.of().formatHex(datagram)));
	}

	/** The same with hex digits in both directions. */
	public String ask(String digits) {
		return HexFormat.ofDelimiter(" ").formatHex(ask(hex(digits)));
	}

	/**
	 * Sends a datagram and then a ping: what comes before the ping's answer, or a while
	 * behind it, is the datagram's.
	 */
	public Optional<byte[]> askOrSilence(byte[] datagram) {
		send(datagram);
		send(hex(PING));
		byte[] first = receive().orElseThrow(() -> new AssertionError("the server doesn't answer a ping"));
		if (!Arrays.equals(first, PONG)) {
			byte[] second = receive().orElseThrow();
			if (!Arrays.equals(second, PONG)) {
				throw new AssertionError("two answers: " + HexFormat.of().formatHex(second));
			}
			return Optional.of(first);
		}
		patience(BEHIND_MILLIS);
		Optional<byte[]> late = receive();
		patience(PATIENCE_MILLIS);
		return late;
	}

	public void send(byte[] datagram) {
		try {
			this.socket.send(new DatagramPacket(datagram, datagram.length, this.server));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The next datagram; empty where none comes. */
	public Optional<byte[]> receive() {
		DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
		try {
			this.socket.receive(packet);
			return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
		}
		catch (SocketTimeoutException silence) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whether a datagram comes so soon; it is lost then. */
	public boolean hasAnswerWithinMillis(int millis) {
		boolean came = patience(millis).receive().isPresent();
		patience(PATIENCE_MILLIS);
		return came;
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
