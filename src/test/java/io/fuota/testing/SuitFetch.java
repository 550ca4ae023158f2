package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/**
 * How a RIOT node downloads (docs/protocols/riot-suit.md §4.2), of either generation.
 */
public final class SuitFetch implements AutoCloseable {

	private static final int MAX_SENDS = 5;

	private final CoapProbe network;

	private final boolean old;

	private final int sizeExponent;

	private IntPredicate goesOn = (_) -> true;

	private SuitFetch(CoapProbe network, boolean old, int sizeExponent) {
		this.network = network;
		this.old = old;
		this.sizeExponent = sizeExponent;
	}

	/**
	 * The generation of 2019 to 2021: no token, the block's number for a message ID,
	 * blocks of 64 bytes.
	 */
	public static SuitFetch ofOldNode(CoapProbe network) {
		return new SuitFetch(network, true, 2);
	}

	/** The generation of today: a token, rising message IDs. */
	public static SuitFetch ofNewNode(CoapProbe network, int sizeExponent) {
		return new SuitFetch(network, false, sizeExponent);
	}

	/** When the first block of a download has come. */
	public SuitFetch afterFirstBlock(Runnable action) {
		int block = 16 << this.sizeExponent;
		return whileTrue((bytes) -> {
			if (bytes <= block) {
				action.run();
			}
			return true;
		});
	}

	/**
	 * Asked after each block; the node gives up where it is false.
	 * @param goesOn gets the bytes that have come
	 */
	public SuitFetch whileTrue(IntPredicate goesOn) {
		this.goesOn = goesOn;
		return this;
	}

	/** Downloads a file; empty where the node gives up. */
	public Optional<byte[]> fetch(String path) {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		byte[] token = this.old ? new byte[0] : new byte[] { 7, 9 };
		int messageId = this.old ? 0 : ThreadLocalRandom.current().nextInt(1 << 15);
		boolean more = true;
		for (int block = 0; more; block++, messageId++) {
			byte[] answer = ask(SuitRequest.get(messageId, token, path, block, this.sizeExponent), messageId);
			// Old nodes look at nothing but the code; new ones at the number, too.
			FmuAnswer read = new FmuAnswer(answer);
			boolean right = (answer[1] & 0xff) == 0x45
					&& (this.old || (read.blockNumber() == block && (read.block2() & 7) == this.sizeExponent));
			if (!right) {
				return Optional.empty();
			}
			file.writeBytes(read.payload());
			more = read.more();
			if (!this.goesOn.test(file.size())) {
				return Optional.empty();
			}
		}
		return Optional.of(file.toByteArray());
	}

	private byte[] ask(byte[] request, int messageId) {
		for (int sends = 0; sends < MAX_SENDS; sends++) {
			this.network.send(request);
			Optional<byte[]> answer = this.network.receive();
			while (answer.isPresent()) {
				if (new FmuAnswer(answer.get()).messageId() == messageId) {
					return answer.get();
				}
				answer = this.network.receive();
			}
		}
		throw new AssertionError("no answer");
	}

	@Override
	public void close() {
		this.network.close();
	}

}
