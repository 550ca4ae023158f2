package io.fuota.fleet;

/** How far an update attempt got. It moves only forward, and ends once. */
public enum AttemptState {

	/** The device was told to install the file. */
	OFFERED,

	/** It has begun to download. */
	DOWNLOADING,

	/** It was sent every byte. */
	DOWNLOADED,

	/** It came back with the version of those bytes. */
	CONFIRMED,

	/** It came back with a version that is neither the old nor the new one. */
	UNEXPECTED_VERSION,

	/**
	 * It has every byte and came back with the old version, or said itself that it
	 * failed.
	 */
	FAILED,

	/** Nothing more was heard until the deadline. */
	UNKNOWN,

	/** Another update took its place. */
	SUPERSEDED,

	/**
	 * The device says that it runs the new version, and wasn't sent every byte from here:
	 * nothing but its word shows it.
	 */
	REPORTED;

	/** Whether nothing can follow. */
	public boolean isOver() {
		return compareTo(CONFIRMED) >= 0;
	}

	/** Whether this may follow that. */
	boolean mayFollow(AttemptState before) {
		return !before.isOver() && compareTo(before) > 0;
	}

}
