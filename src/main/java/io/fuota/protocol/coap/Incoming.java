package io.fuota.protocol.coap;

/** What a datagram is (RFC 7252 §4). */
sealed interface Incoming {

	/** A request that was understood. */
	record Understood(CoapRequest request) implements Incoming {
	}

	/** A request that can be answered only by an error. */
	record Wrong(CoapHeader header, CoapCode answer) implements Incoming {
	}

	/** A confirmable message that can't be processed, or a ping: answered by a reset. */
	record Rejected(CoapHeader header) implements Incoming {
	}

	/** Nothing is sent. */
	record Ignored() implements Incoming {
	}

}
