package io.fuota.protocol.coap;

/** What became of a request that this server sent to a device. */
public sealed interface CoapReply {

	/**
	 * The device answered.
	 *
	 * @param code class and detail as they are written: {@code 2.05}
	 * @param payload never changed by anybody
	 */
	@SuppressWarnings("ArrayRecordComponent")
	record Answered(String code, byte[] payload) implements CoapReply {

		/** Whether the code is of class 2. */
		public boolean isSuccess() {
			return code.startsWith("2.");
		}

	}

	/** The device rejected the message by a reset. */
	record Rejected() implements CoapReply {
	}

	/** Nothing came, however often the request was sent. */
	record Silent() implements CoapReply {
	}

	/**
	 * The request couldn't be sent.
	 *
	 * @param reason as the system says it
	 */
	record Unreachable(String reason) implements CoapReply {
	}

}
