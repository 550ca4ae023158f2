package io.fuota.protocol.coap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads one datagram (RFC 7252 §3 and §4). Reads each byte once, and never fails.
 */
final class CoapReader {

	private static final int VERSION = 1;

	private static final int IF_MATCH = 1;

	private static final int URI_HOST = 3;

	private static final int IF_NONE_MATCH = 5;

	private static final int URI_PORT = 7;

	private static final int URI_PATH = 11;

	private static final int URI_QUERY = 15;

	private static final int ACCEPT = 17;

	private static final int BLOCK2 = 23;

	private static final int BLOCK1 = 27;

	private static final int PROXY_URI = 35;

	private static final int PROXY_SCHEME = 39;

	private static final int MAX_TEXT = 255;

	private static final int MAX_FORMAT_BYTES = 2;

	private final byte[] datagram;

	private final CoapHeader header;

	private int position;

	private final List<String> path = new ArrayList<>(4);

	private final List<String> query = new ArrayList<>(0);

	private @Nullable Block block2;

	private @Nullable Block block1;

	private OptionalInt accept = OptionalInt.empty();

	/** The first thing that makes the request impossible to answer as it wants. */
	private @Nullable CoapCode wrong;

	private CoapReader(byte[] datagram) {
		this.datagram = datagram;
		this.header = CoapHeader.of(datagram);
		this.position = CoapHeader.BYTES;
	}

	static Incoming read(byte[] datagram, CoapPeer peer) {
		// RFC 7252 §3: other versions are silently ignored.
		if (datagram.length < CoapHeader.BYTES || Byte.toUnsignedInt(datagram[0]) >> 6 != VERSION) {
			return new Incoming.Ignored();
		}
		return new CoapReader(datagram).read(peer);
	}

	private Incoming read(CoapPeer peer) {
		// §4.2: an answer to nothing is ignored; so is what can't be confirmed.
		if (header.type() >= CoapHeader.ACKNOWLEDGEMENT) {
			return new Incoming.Ignored();
		}
		if (!header.isRequest() || header.tokenLength() > CoapHeader.MAX_TOKEN_LENGTH) {
			return rejected();
		}
		position += header.tokenLength();
		if (position > datagram.length || !readOptions()) {
			return rejected();
		}
		CoapCode refusal = wrong;
		Block upload = block1;
		if (refusal == null && upload != null && (upload.more() || upload.number() > 0)) {
			refusal = CoapCode.REQUEST_TOO_LARGE;
		}
		if (refusal != null) {
			// §5.4.1: a non-confirmable request with such an option is rejected.
			return header.isConfirmable() ? new Incoming.Wrong(header, refusal) : new Incoming.Ignored();
		}
		byte[] payload = Arrays.copyOfRange(datagram, Math.min(position, datagram.length), datagram.length);
		return new Incoming.Understood(
				new CoapRequest(peer, header, new CoapOptions(path, query, block2, accept), payload));
	}

	private Incoming rejected() {
		return header.isConfirmable() ? new Incoming.Rejected(header) : new Incoming.Ignored();
	}

	/** Reads up to the payload; false where the format is broken. */
	private boolean readOptions() {
		OptionCursor options = new OptionCursor(datagram, position);
		while (options.next()) {
			position = options.position();
			option(options.number(), options.isRepeated(), options.length());
		}
		position = options.position();
		return !options.isBroken();
	}

	private void option(int number, boolean repeated, int length) {
		switch (number) {
			case URI_PATH -> text(path, length);
			case URI_QUERY -> text(query, length);
			case BLOCK2 -> block2 = block(length, repeated);
			case BLOCK1 -> block1 = block(length, repeated);
			case ACCEPT -> {
				refuseIf(length > MAX_FORMAT_BYTES || repeated, CoapCode.BAD_OPTION);
				accept = OptionalInt.of(number(Math.min(length, MAX_FORMAT_BYTES)));
			}
			case PROXY_URI, PROXY_SCHEME -> refuseIf(true, CoapCode.PROXYING_NOT_SUPPORTED);
			// Conditions for what changes a resource, and names for this host: nothing
			// depends on them.
			case IF_MATCH, IF_NONE_MATCH, URI_HOST, URI_PORT -> {
			}
			// §5.4.1: odd numbers are critical.
			default -> refuseIf(number % 2 == 1, CoapCode.BAD_OPTION);
		}
	}

	private void text(List<String> texts, int length) {
		refuseIf(length > MAX_TEXT, CoapCode.BAD_OPTION);
		texts.add(new String(datagram, position, length, StandardCharsets.UTF_8));
	}

	// docs/protocols/coap-fmu.md §2.3: 4.02, where RFC 7959 §2.2 has 4.00.
	private Block block(int length, boolean repeated) {
		Block block = Block.of(number(Math.min(length, Block.MAX_BYTES)));
		refuseIf(length > Block.MAX_BYTES || repeated || block.sizeExponent() > Block.MAX_SIZE_EXPONENT,
				CoapCode.BAD_OPTION);
		return block;
	}

	private int number(int length) {
		int value = 0;
		for (int i = 0; i < length; i++) {
			value = value << 8 | Byte.toUnsignedInt(datagram[position + i]);
		}
		return value;
	}

	private void refuseIf(boolean broken, CoapCode answer) {
		if (broken && wrong == null) {
			wrong = answer;
		}
	}

}
