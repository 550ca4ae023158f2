package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The resources of a RIOT node (docs/protocols/riot-suit.md §4.1): a trigger, and slots
 * where it has some. It listens on an address of its own of this machine, and answers on
 * the acknowledgement.
 */
public final class SimulatedNode implements AutoCloseable {

	private static final int MAX_DATAGRAM = 1_500;

	private final DatagramSocket socket;

	private final String address;

	/** Every request that came, as it came. */
	private final List<byte[]> requests = new CopyOnWriteArrayList<>();

	/** Payloads of triggers that were taken. */
	private final BlockingQueue<String> triggers = new LinkedBlockingQueue<>();

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	private volatile int triggerCode = 0x41;

	private volatile boolean silent;

	private final AtomicInteger unheard = new AtomicInteger();

	private volatile int activeSlot = -1;

	/** Where no slots are named, it has no such resources. */
	public SimulatedNode(String address) {
		try {
			this.address = address;
			this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread.ofVirtual().start(this::listen);
	}

	/** It has two slots, and runs this one. */
	public SimulatedNode runsSlot(int slot) {
		this.activeSlot = slot;
		return this;
	}

	/** It never answers. */
	public SimulatedNode isSilent() {
		this.silent = true;
		return this;
	}

	/** It answers triggers by this code: class and detail in one byte. */
	public SimulatedNode answersTriggersBy(int code) {
		this.triggerCode = code;
		return this;
	}

	/** It doesn't answer so many of the next requests. */
	public SimulatedNode losesRequests(int count) {
		this.unheard.set(count);
		return this;
	}

	/** {@code host:port}, as an operator writes it. */
	public String url() {
		boolean six = this.address.contains(":");
		return (six ? "[" + this.address + "]" : this.address) + ":" + this.socket.getLocalPort();
	}

	public String address() {
		return this.address;
	}

	public List<byte[]> requests() {
		return this.requests;
	}

	/** The payloads of triggers that it took, in turn. */
	public BlockingQueue<String> triggers() {
		return this.triggers;
	}

	private void listen() {
		byte[] buffer = new byte[MAX_DATAGRAM];
		while (!this.socket.isClosed()) {
			try {
				DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
				this.socket.receive(packet);
				byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
				this.requests.add(request);
				boolean heard = this.unheard.getAndUpdate((left) -> Math.max(0, left - 1)) == 0;
				if (heard && !this.silent) {
					byte[] answer = answer(request);
					this.socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
				}
			}
			catch (SocketException closed) {
				return;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private byte[] answer(byte[] request) {
		String text = new String(request, StandardCharsets.ISO_8859_1);
		int tokenLength = request[0] & 0xf;
		int marker = text.indexOf('\u00ff', 4 + tokenLength);
		if (request[1] == 2 && text.contains("\u00b4suit\u0007trigger")) {
			// Message ID and token: a trigger that is sent again is the same.
			boolean again = !this.seen.add(text.substring(2, 4 + tokenLength));
			if (this.triggerCode == 0x41 && !again) {
				this.triggers.add(text.substring(marker + 1));
			}
			return answer(request, tokenLength, this.triggerCode, "");
		}
		boolean inactive = text.endsWith("\u00b4suit\u0004slot\u0008inactive");
		boolean active = text.endsWith("\u00b4suit\u0004slot\u0006active");
		if (request[1] != 1 || (!inactive && !active) || this.activeSlot < 0) {
			return answer(request, tokenLength, 0x84, "");
		}
		return answer(request, tokenLength, 0x45, Integer.toString(active ? this.activeSlot : 1 - this.activeSlot));
	}

	private static byte[] answer(byte[] request, int tokenLength, int code, String payload) {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		answer.write(0x60 | tokenLength);
		answer.write(code);
		answer.write(request, 2, 2 + tokenLength);
		if (!payload.isEmpty()) {
			// Content-Format 0.
			answer.write(0xc0);
			answer.write(0xff);
			answer.writeBytes(payload.getBytes(StandardCharsets.ISO_8859_1));
		}
		return answer.toByteArray();
	}

	@Override
	public void close() {
		this.socket.close();
	}

}
