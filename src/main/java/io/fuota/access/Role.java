package io.fuota.access;

/** What an account may do. */
public enum Role {

	/** Everything but asking for updates as a device does. */
	ADMIN,

	/** Check for updates and download. */
	DEVICE,

	/**
	 * See devices, files and packages, by the API and in the console, and apply packages
	 * that are there; not make them.
	 */
	OPERATOR

}
