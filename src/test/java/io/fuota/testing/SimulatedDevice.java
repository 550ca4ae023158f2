package io.fuota.testing;

/**
 * A device of one protocol, as seen from outside: it asks, downloads, installs, restarts.
 * The stories that every protocol must tell run over this.
 */
public interface SimulatedDevice {

	/** What became of one turn of the device's loop. */
	enum Turn {

		/** The server had nothing for it; it asks again later. */
		NOTHING_TO_DO,

		/** It downloaded whole and accepted what it got, and restarted. */
		UPDATED,

		/**
		 * It was refused: wrong credentials, or a request that the server doesn't take.
		 */
		REFUSED,

		/**
		 * It was offered something, or got no answer at all, and could not finish; it
		 * tries again later.
		 */
		FAILED,

		/** An answer that does harm: it reboots, or loops, and would do so for ever. */
		HARMED

	}

	/** The name that the server knows it by. */
	String id();

	/** The version that it reports. */
	String version();

	/** Asks, and when something is offered downloads, installs and restarts. */
	Turn turn();

	/** The bytes that it installed last; none: an empty array. */
	byte[] installed();

	/**
	 * From now on each new image boots, but the device comes back with the version it
	 * had.
	 */
	void neverChangesItsVersion();

	/** The next download loses its connection after so many bytes. */
	void losesConnectionAfter(int bytes);

	/** Once, in the next download, after so many bytes of it have come. */
	void duringDownload(int afterBytes, Runnable action);

}
