package io.fuota.protocol.suit;

import io.fuota.protocol.coap.CoapClient;
import io.fuota.protocol.coap.CoapMethod;
import io.fuota.protocol.coap.CoapReply;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks nodes for their slots (docs/protocols/riot-suit.md §4.1). */
@Component
class SlotQuery {

	/** Enough for one lost datagram; what comes later is asked later. */
	private static final int QUICK_SENDS = 2;

	private final CoapClient client;

	SlotQuery(SuitSettings settings) {
		this.client = new CoapClient(settings.ackTimeout());
	}

	/** What the node says of the slot that an update goes to. */
	CoapReply inactive(NodeUrl url, InetSocketAddress socket) {
		return client.ask(socket, CoapMethod.GET, url.path("suit", "slot", "inactive"), new byte[0]);
	}

	/** The slot that a node runs; empty where it doesn't say so soon, or has none. */
	Optional<String> active(NotifiedNode node) {
		CoapReply reply = client.ask(node.socket(), CoapMethod.GET, node.url().path("suit", "slot", "active"),
				new byte[0], QUICK_SENDS);
		return reply instanceof CoapReply.Answered answer && answer.isSuccess() ? slot(answer.payload())
				: Optional.empty();
	}

	/** The digit in an answer; empty where it is none of two. */
	static Optional<String> slot(byte[] payload) {
		String text = new String(payload, StandardCharsets.US_ASCII).strip();
		return text.equals("0") || text.equals("1") ? Optional.of(text) : Optional.empty();
	}

}
