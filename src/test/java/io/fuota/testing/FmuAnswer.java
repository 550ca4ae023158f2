package io.fuota.testing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** An answer, taken apart by a reader of the tests' own. */
public final class FmuAnswer {

	private static final int ETAG = 4;

	private static final int BLOCK2 = 23;

	private final int type;

	private final int code;

	private final int messageId;

	private String etag = "";

	private int block2 = -1;

	private final byte[] payload;

	public FmuAnswer(byte[] datagram) {
		ByteBuffer in = ByteBuffer.wrap(datagram);
		int first = Byte.toUnsignedInt(in.get());
		this.type = first >> 4 & 3;
		this.code = Byte.toUnsignedInt(in.get());
		this.messageId = Short.toUnsignedInt(in.getShort());
		in.position(4 + (first & 0xf));
		readOptions(in);
		this.payload = Arrays.copyOfRange(datagram, in.position(), datagram.length);
	}

	private void readOptions(ByteBuffer in) {
		int number = 0;
		while (in.hasRemaining()) {
			int head = Byte.toUnsignedInt(in.get());
			if (head == 0xff) {
				return;
			}
			int delta = head >> 4;
			number += (delta == 13) ? 13 + Byte.toUnsignedInt(in.get()) : delta;
			byte[] value = new byte[head & 0xf];
			in.get(value);
			if (number == ETAG) {
				this.etag = HexFormat.of().formatHex(value);
			}
			else if (number == BLOCK2) {
				this.block2 = 0;
				for (byte part : value) {
					this.block2 = (this.block2 << 8) | Byte.toUnsignedInt(part);
				}
			}
		}
	}

	public int messageId() {
		return this.messageId;
	}

	/** As hex digits; none: an empty text. */
	public String etag() {
		return this.etag;
	}

	/** The option's value; -1: none. */
	public int block2() {
		return this.block2;
	}

	public byte[] payload() {
		return this.payload;
	}

	/** An acknowledgement that carries 2.05. */
	public boolean isContent() {
		return this.type == 2 && this.code == 0x45;
	}

	public boolean isReset() {
		return this.type == 3 && this.code == 0;
	}

	public boolean more() {
		return this.block2 > 0 && (this.block2 & 8) != 0;
	}

	public int blockNumber() {
		return this.block2 >> 4;
	}

}
