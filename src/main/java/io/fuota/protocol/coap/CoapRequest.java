package io.fuota.protocol.coap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A request that was understood.
 * <p>
 * Options that are elective and not shown here are ignored, as are Uri-Host and Uri-Port:
 * there is one host.
 */
public final class CoapRequest {

	private final CoapPeer peer;

	private final CoapHeader header;

	private final CoapOptions options;

	private final byte[] payload;

	CoapRequest(CoapPeer peer, CoapHeader header, CoapOptions options, byte[] payload) {
		this.peer = peer;
		this.header = header;
		this.options = options;
		this.payload = payload;
	}

	public CoapPeer peer() {
		return peer;
	}

	public CoapMethod method() {
		return CoapMethod.of(header.code());
	}

	/** 0 to 65,535; a datagram that is sent again has the same. */
	public int messageId() {
		return header.messageId();
	}

	/** The Uri-Path options: {@code /a/b} is {@code [a, b]}, and {@code /} is empty. */
	public List<String> path() {
		return options.path();
	}

	/** The Uri-Query options. */
	public List<String> query() {
		return options.query();
	}

	/** The block that is asked for; empty where the request leaves that to the server. */
	public Optional<Block> block() {
		@Nullable Block block = options.block2();
		return Optional.ofNullable(block);
	}

	/** The Content-Format that is wanted, where one is. */
	public OptionalInt accept() {
		return options.accept();
	}

	/** Never changed by anybody. */
	public byte[] payload() {
		return payload;
	}

	CoapHeader header() {
		return header;
	}

}
