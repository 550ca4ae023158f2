package io.fuota.testing;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * A node with Erbium's client (docs/protocols/coap-fmu.md §2.1): no token, a new message
 * ID for each block, the payload in each request, blocks of 256 bytes, four attempts at a
 * block whose answer has another number.
 */
public final class SimulatedFmuDevice extends ScriptedDevice implements AutoCloseable {

	private static final int MAX_ATTEMPTS = 4;

	/** The first one, and four retransmissions. */
	private static final int MAX_SENDS = 5;

	private static final int BLOCK_SIZE = 256;

	private static final int APP = 3;

	private final CoapProbe network;

	private final String address;

	private final String pid;

	private int messageId;

	private final Function<byte[], String> versionOf;

	/** What came of a transfer: the payload, or nothing where it broke off. */
	private record Transfer(boolean began, Optional<byte[]> image) {
	}

	/**
	 * @param network whose answers come within a while, or not at all
	 * @param address as the server sees the device
	 * @param versionOf what a device reports that has installed these bytes
	 */
	public SimulatedFmuDevice(CoapProbe network, String address, String pid, String version,
			Function<byte[], String> versionOf) {
		super(version);
		this.network = network;
		this.address = address;
		this.pid = pid;
		this.versionOf = versionOf;
		this.messageId = pid.hashCode() & 0xffff;
	}

	@Override
	public String id() {
		return "fmu:" + this.pid + "@" + this.address;
	}

	@Override
	public Turn turn() {
		Transfer transfer = transfer();
		if (!transfer.began()) {
			return Turn.NOTHING_TO_DO;
		}
		if (transfer.image().isEmpty()) {
			return Turn.FAILED;
		}
		this.installed = transfer.image().get();
		if (!this.keepsItsVersion) {
			this.version = this.versionOf.apply(this.installed);
		}
		return Turn.UPDATED;
	}

	private Transfer transfer() {
		ByteArrayOutputStream image = new ByteArrayOutputStream();
		int loseAfter = this.loseConnectionAfter;
		this.loseConnectionAfter = NEVER;
		boolean more = true;
		for (int block = 0; more; block++) {
			Optional<FmuAnswer> answer = block(block);
			if (answer.isEmpty()) {
				return new Transfer(block > 0, Optional.empty());
			}
			image.writeBytes(answer.get().payload());
			more = answer.get().more();
			if (image.size() > loseAfter) {
				return new Transfer(true, Optional.empty());
			}
			if (image.size() > this.actAfter) {
				this.actAfter = NEVER;
				this.action.run();
			}
		}
		return new Transfer(true, Optional.of(image.toByteArray()));
	}

	/** Empty where the transfer ends: nothing was offered, or four attempts failed. */
	private Optional<FmuAnswer> block(int number) {
		byte[] payload = FmuMessage.payload(this.pid, APP, this.version, 0);
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			this.messageId = (this.messageId + 1) & 0xffff;
			Optional<FmuAnswer> came = exchange(FmuMessage.get(this.messageId, number, FmuMessage.SZX_256, payload));
			if (came.isEmpty()) {
				return Optional.empty();
			}
			FmuAnswer answer = came.get();
			// Its code isn't looked at.
			if (answer.blockNumber() == number && (answer.payload().length == BLOCK_SIZE || !answer.more())) {
				return Optional.of(answer);
			}
			if (number == 0) {
				if (answer.payload().length > 0) {
					throw new AssertionError("an error's payload is taken for firmware");
				}
				return Optional.empty();
			}
		}
		return Optional.empty();
	}

	/** The first datagram with the request's ID ends it, whatever it is. */
	private Optional<FmuAnswer> exchange(byte[] request) {
		for (int sends = 0; sends < MAX_SENDS; sends++) {
			this.network.send(request);
			Optional<byte[]> datagram = this.network.receive();
			while (datagram.isPresent()) {
				FmuAnswer answer = new FmuAnswer(datagram.get());
				if (answer.messageId() == this.messageId) {
					return Optional.of(answer);
				}
				datagram = this.network.receive();
			}
		}
		return Optional.empty();
	}

	@Override
	public void close() {
		this.network.close();
	}

}
