package io.fuota.history;

/** What can happen to a device. Stored by name: a constant is never renamed. */
public enum EventKind {

	/** It was seen for the first time, or with another version than before. */
	SEEN_VERSION,

	/** A file was assigned to it. */
	ASSIGNED,

	/** Its assignment was removed. */
	UNASSIGNED,

	/** It was told to install a file, for the first time in this attempt. */
	OFFERED,

	/** It began to download. */
	DOWNLOAD_STARTED,

	/** It was sent the last byte, and every one before. */
	DOWNLOAD_FINISHED,

	/** The connection broke before the last byte. */
	DOWNLOAD_ABORTED,

	/** It came back with the version of the bytes that it was given. */
	CONFIRMED,

	/** It came back with a version that nobody expected. */
	UNEXPECTED_VERSION,

	/** It has all bytes, and came back with the version it had before. */
	LOOP,

	/** It failed too often in a row: it is told "no update" from now on. */
	QUARANTINED,

	/** Its quarantine ended. */
	RELEASED,

	/** The attempt failed for another reason. */
	FAILED,

	/** Nothing was heard until the deadline. */
	UNKNOWN,

	/** Another update took the place of this one before it ended. */
	SUPERSEDED,

	/** What the device itself said about its update. */
	REPORT,

	/** It was sent the manifest that names its image. */
	MANIFEST_FETCHED,

	/** It says that it runs the update, and wasn't sent every byte of it from here. */
	REPORTED

}
