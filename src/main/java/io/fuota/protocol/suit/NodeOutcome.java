package io.fuota.protocol.suit;

/**
 * What came of notifying one node.
 *
 * @param url the node, as the operator wrote it
 * @param device its id here; empty where that can't be known
 * @param manifest the URL that it was given; empty where it was given none
 * @param sentence what happened, for people
 */
record NodeOutcome(String url, String device, Kind outcome, String manifest, String sentence) {

	/** Shown by these names in lower case; do not rename. */
	enum Kind {

		/** It answered the trigger with success. */
		NOTIFIED,

		/** It answered, and wouldn't. */
		REFUSED,

		/** It never answered. */
		SILENT,

		/** Nothing could be sent to it. */
		UNREACHABLE

	}

	boolean isNotified() {
		return outcome == Kind.NOTIFIED;
	}

}
