package io.fuota.firmware;

/** What is to become of a file whose image is broken. */
public enum IfBroken {

	/** It isn't taken in. */
	REFUSE,

	/** It is taken in, and recorded as forced: an admin said so. */
	FORCE,

	/**
	 * It is taken in, and recorded as broken: it was there before this server looked into
	 * files.
	 */
	KEEP

}
