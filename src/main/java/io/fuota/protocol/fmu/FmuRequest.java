package io.fuota.protocol.fmu;

import io.fuota.firmware.FmuVersion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The payload of a request to {@code /updates} (docs/protocols/coap-fmu.md §2.1 and
 * §2.4).
 *
 * @param pid the product: 1 to 255 printable ASCII characters without space, {@code "},
 * {@code /} and {@code \}
 * @param type 0 to 255; 3 is an application image
 * @param offset of the file's byte at which the transfer starts; empty in the first step
 * of the two-step form
 */
record FmuRequest(String pid, int type, FmuVersion running, OptionalLong offset) {

	/** TYPE and VERSION. */
	private static final int FIXED_BYTES = 5;

	private static final int OFFSET_BYTES = 4;

	/**
	 * Reads a payload. Bytes behind the offset are passed over, as the reference does.
	 * @return empty where the payload is too short, or has a PID that can't be a
	 * product's
	 */
	static Optional<FmuRequest> parse(byte[] payload) {
		if (payload.length == 0) {
			return Optional.empty();
		}
		ByteBuffer bytes = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
		int pidLength = Byte.toUnsignedInt(bytes.get());
		int behindPid = payload.length - 1 - pidLength;
		boolean oneStep = behindPid >= FIXED_BYTES + OFFSET_BYTES;
		if (pidLength == 0 || (!oneStep && behindPid != FIXED_BYTES)) {
			return Optional.empty();
		}
		String pid = new String(payload, 1, pidLength, StandardCharsets.ISO_8859_1);
		if (!pid.chars().allMatch(FmuRequest::isAllowed)) {
			return Optional.empty();
		}
		bytes.position(1 + pidLength);
		int type = Byte.toUnsignedInt(bytes.get());
		FmuVersion running = new FmuVersion(Integer.toUnsignedLong(bytes.getInt()));
		return Optional.of(new FmuRequest(pid, type, running, oneStep ? offset(bytes) : OptionalLong.empty()));
	}

	/**
	 * Reads the payload of the two-step form's second request: the offset alone.
	 * @return empty where there are fewer than 4 bytes
	 */
	static OptionalLong parseOffset(byte[] payload) {
		return payload.length < OFFSET_BYTES ? OptionalLong.empty()
				: offset(ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN));
	}

	private static OptionalLong offset(ByteBuffer bytes) {
		return OptionalLong.of(Integer.toUnsignedLong(bytes.getInt()));
	}

	private static boolean isAllowed(int c) {
		return c > ' ' && c < 0x7f && c != '"' && c != '/' && c != '\\';
	}

}
