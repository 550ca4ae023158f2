package io.fuota.step;

import java.util.concurrent.locks.LockSupport;

/**
 * A place in the code where the process may be killed without harm. The fault tests stop
 * a server at each of them in turn, kill it, start it again and look at what it kept. In
 * production {@link #reached()} is an empty method to the JIT.
 */
public enum Step {

	/** An upload's first bytes are in {@code incoming}. */
	UPLOAD_RECEIVING,

	/** All bytes are on the disk itself, under a temporary name. */
	UPLOAD_SYNCED,

	/** The bytes have their name in the store, and the folder isn't synced yet. */
	UPLOAD_RENAMED,

	/** The store is durable, and the database knows nothing yet. */
	UPLOAD_STORED,

	/** The database's transaction is written but not committed. */
	UPLOAD_WRITTEN,

	/** The database knows, and nobody was told. */
	UPLOAD_COMMITTED,

	/** A deletion is written but not committed. */
	DELETE_WRITTEN,

	/** A deletion is committed, and the bytes are still there. */
	DELETE_COMMITTED,

	/** Bytes without a name were deleted, and the note about them wasn't. */
	SWEEP_DELETED,

	/** Rows are written but not committed. */
	ASSIGN_WRITTEN,

	/** Rows are committed, and nobody was told. */
	ASSIGN_COMMITTED,

	/** The removal of an assignment is written but not committed. */
	UNASSIGN_WRITTEN,

	/** The removal of an assignment is committed, and nobody was told. */
	UNASSIGN_COMMITTED,

	/** What devices did is written but not committed. */
	FLEET_WRITTEN,

	/** What devices did is committed, and nobody was told. */
	FLEET_COMMITTED,

	/** The copy of a foreign database is written under a temporary name. */
	TAKEOVER_COPIED,

	/** The schema is up to date, and nothing else has been done. */
	DATABASE_MIGRATED,

	/** A file of a folder is taken in, and the note about it isn't written. */
	IMPORT_RECEIVED,

	/** The key and the certificate are written under temporary names. */
	CERTIFICATE_WRITTEN,

	/** The key has its name, and the certificate hasn't. */
	CERTIFICATE_HALF_NAMED,

	/** The first password is in its file, and its hash isn't in the database. */
	PASSWORD_WRITTEN,

	/** The hash of the first password is committed. */
	PASSWORD_COMMITTED;

	private static final String PROPERTY = "fuota.stop-at-step";

	private static final String CHOSEN = System.getProperty(PROPERTY, "");

	private static final boolean OFF = CHOSEN.isEmpty();

	/** Does nothing, but in a fault test that chose this step: there it never returns. */
	public void reached() {
		if (!OFF && CHOSEN.equals(name())) {
			stopHere();
		}
	}

	@SuppressWarnings("SystemOut") // The test that started this process reads it.
	private void stopHere() {
		System.out.println("stopped at " + name());
		System.out.flush();
		while (true) {
			LockSupport.park(this);
		}
	}

}
