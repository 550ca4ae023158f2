package io.fuota.protocol.coap;

/** What a resource answers. It is never an empty acknowledgement first. */
public sealed interface CoapAnswer {

	/** 2.05 with the block that was asked for. */
	record Content(Representation body) implements CoapAnswer {
	}

	/**
	 * An error; its payload is empty, since devices take any payload for firmware
	 * (docs/protocols/coap-fmu.md §2.1).
	 */
	record Refusal(CoapCode code) implements CoapAnswer {
	}

	/**
	 * A reset: to a {@code .fmu} device "no update" (docs/protocols/coap-fmu.md §2.3).
	 */
	record Reset() implements CoapAnswer {
	}

}
