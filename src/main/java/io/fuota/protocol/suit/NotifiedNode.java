package io.fuota.protocol.suit;

import io.fuota.device.DeviceId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A node that is told of a manifest, until its end is known. */
final class NotifiedNode {

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

	private final DeviceId device;

	private final NodeUrl url;

	private final InetSocketAddress socket;

	private final String address;

	private final SuitPlan plan;

	private final long sinceNanos = System.nanoTime();

	private final AtomicBoolean manifestFetched = new AtomicBoolean();

	/** The slot that it ran when it was notified; null while that isn't known. */
	private volatile @Nullable String slot;

	/** Whether there is an attempt. */
	private volatile boolean offered;

	private int checks;

	private long nextCheckNanos;

	/**
	 * @param address as datagrams from there show it
	 */
	NotifiedNode(DeviceId device, NodeUrl url, InetSocketAddress socket, String address, SuitPlan plan) {
		this.device = device;
		this.url = url;
		this.socket = socket;
		this.address = address;
		this.plan = plan;
	}

	DeviceId device() {
		return device;
	}

	NodeUrl url() {
		return url;
	}

	InetSocketAddress socket() {
		return socket;
	}

	String address() {
		return address;
	}

	SuitPlan plan() {
		return plan;
	}

	@Nullable String slot() {
		return slot;
	}

	void runs(String activeSlot) {
		slot = activeSlot;
	}

	boolean isOffered() {
		return offered;
	}

	void offered() {
		offered = true;
	}

	/** The slot that an update goes to; null where that isn't known. */
	@Nullable String inactiveSlot() {
		String active = slot;
		return active == null ? null : other(active);
	}

	/** The other one of two slots. */
	static String other(String slot) {
		return slot.equals("0") ? "1" : "0";
	}

	/** True the first time. */
	boolean fetchesManifest() {
		return manifestFetched.compareAndSet(false, true);
	}

	boolean isOlderThan(Duration age) {
		return System.nanoTime() - sinceNanos > age.toNanos();
	}

	/**
	 * Whether it is to be asked for its slot now. The first time is a while after its
	 * download was seen to be whole; each further wait is twice as long.
	 */
	synchronized boolean isDue(Duration firstWait) {
		long now = System.nanoTime();
		if (checks > 0 && now - nextCheckNanos < 0) {
			return false;
		}
		long factor = 1L << Math.max(0, Math.min(checks - 1, 20));
		long wait = Math.min(firstWait.toNanos() * factor, Math.max(LONGEST_WAIT.toNanos(), firstWait.toNanos()));
		boolean due = checks > 0;
		checks++;
		nextCheckNanos = now + wait;
		return due;
	}

}
