package io.fuota.protocol.coap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Sends confirmable requests to devices over plain UDP and waits for their answers (RFC
 * 7252 §4.2 and §5.2). Each request has a port of its own, so that nothing is mistaken
 * for the answer to another.
 */
public final class CoapClient {

	/** RFC 7252 §4.8: MAX_RETRANSMIT. */
	public static final int MAX_RETRANSMIT = 4;

	/** §4.8: ACK_RANDOM_FACTOR. */
	private static final double RANDOM_FACTOR = 1.5;

	/** §5.3.1: at least 32 random bits, where there is no security below. */
	private static final int TOKEN_BYTES = 4;

	private static final int MAX_DATAGRAM = 1_500;

	private final Duration ackTimeout;

	/**
	 * @param ackTimeout how long the first answer is waited for, at least; RFC 7252 §4.8
	 * has 2 s. Each further wait is twice as long
	 */
	public CoapClient(Duration ackTimeout) {
		this.ackTimeout = ackTimeout;
	}

	/**
	 * Sends a request, again where need be, and waits for what comes of it: at most 46.5
	 * times the timeout, 93 s by default.
	 * @param path segments of at most 255 bytes each
	 * @param payload empty: none
	 */
	public CoapReply ask(InetSocketAddress device, CoapMethod method, List<String> path, byte[] payload) {
		return ask(device, method, path, payload, MAX_RETRANSMIT + 1);
	}

	/**
	 * The same, sent at most so many times.
	 * @param sends 1 to 5
	 */
	public CoapReply ask(InetSocketAddress device, CoapMethod method, List<String> path, byte[] payload, int sends) {
		byte[] token = new byte[TOKEN_BYTES];
		ThreadLocalRandom random = ThreadLocalRandom.current();
		random.nextBytes(token);
		int messageId = random.nextInt(1 << 16);
		byte[] request = RequestWriter.write(method, messageId, token, path, payload);
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.connect(device);
			return new Exchange(socket, messageId, token).run(request, sends, random.nextDouble(1, RANDOM_FACTOR));
		}
		catch (PortUnreachableException nobody) {
			return new CoapReply.Unreachable("nobody listens on the port");
		}
		catch (IOException failure) {
			return new CoapReply.Unreachable(String.valueOf(failure.getMessage()));
		}
	}

	private final class Exchange {

		private final DatagramSocket socket;

		private final int messageId;

		private final byte[] token;

		private boolean acknowledged;

		Exchange(DatagramSocket socket, int messageId, byte[] token) {
			this.socket = socket;
			this.messageId = messageId;
			this.token = token;
		}

		CoapReply run(byte[] request, int sends, double factor) throws IOException {
			long wait = (long) (ackTimeout.toNanos() * factor);
			// §4.8.2: MAX_TRANSMIT_WAIT, also for an answer behind an acknowledgement.
			long end = System.nanoTime() + wait * ((1L << sends) - 1);
			for (int sent = 0; sent < sends; sent++) {
				socket.send(new DatagramPacket(request, request.length));
				Optional<CoapReply> reply = await(System.nanoTime() + wait);
				if (reply.isPresent()) {
					return reply.get();
				}
				if (acknowledged) {
					return await(end).orElseGet(CoapReply.Silent::new);
				}
				wait *= 2;
			}
			return new CoapReply.Silent();
		}

		/** Empty where nothing came until then, or an acknowledgement without answer. */
		private Optional<CoapReply> await(long until) throws IOException {
			DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
			for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
				socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
				try {
					packet.setLength(MAX_DATAGRAM);
					socket.receive(packet);
				}
				catch (SocketTimeoutException silence) {
					return Optional.empty();
				}
				boolean wasAcknowledged = acknowledged;
				Optional<CoapReply> reply = read(Arrays.copyOf(packet.getData(), packet.getLength()));
				if (reply.isPresent() || acknowledged != wasAcknowledged) {
					return reply;
				}
			}
			return Optional.empty();
		}

		/** Empty where the datagram is no answer to this request. */
		private Optional<CoapReply> read(byte[] datagram) throws IOException {
			if (datagram.length < CoapHeader.BYTES || Byte.toUnsignedInt(datagram[0]) >> 6 != 1) {
				return Optional.empty();
			}
			CoapHeader header = CoapHeader.of(datagram);
			boolean toThis = header.messageId() == messageId;
			if (header.type() == CoapHeader.RESET) {
				return toThis ? Optional.of(new CoapReply.Rejected()) : Optional.empty();
			}
			if (header.isEmpty()) {
				acknowledged |= toThis && header.type() == CoapHeader.ACKNOWLEDGEMENT;
				return Optional.empty();
			}
			boolean piggybacked = header.type() == CoapHeader.ACKNOWLEDGEMENT;
			if (header.isRequest() || (piggybacked && !toThis) || !hasToken(datagram, header)) {
				return Optional.empty();
			}
			if (header.isConfirmable()) {
				byte[] acknowledgement = RequestWriter.acknowledgement(header.messageId());
				socket.send(new DatagramPacket(acknowledgement, acknowledgement.length));
			}
			return payload(datagram).map(payload -> new CoapReply.Answered(text(header.code()), payload));
		}

		private boolean hasToken(byte[] datagram, CoapHeader header) {
			int end = CoapHeader.BYTES + token.length;
			return header.tokenLength() == token.length && datagram.length >= end
					&& Arrays.equals(datagram, CoapHeader.BYTES, end, token, 0, token.length);
		}

		private Optional<byte[]> payload(byte[] datagram) {
			OptionCursor options = new OptionCursor(datagram, CoapHeader.BYTES + token.length);
			while (options.next()) {
				// What a device says of its answer doesn't matter here.
			}
			return options.isBroken() ? Optional.empty()
					: Optional.of(Arrays.copyOfRange(datagram, options.position(), datagram.length));
		}

		private static String text(int code) {
			return (code >> 5) + ".%02d".formatted(code & 0x1f);
		}

	}

}
