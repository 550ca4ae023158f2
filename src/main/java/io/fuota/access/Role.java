package io.fuota.access;

/** What an account may do. */
public enum Role {

	/** Everything but asking for updates as a device does. */
	ADMIN,

	/** Check for updates and download. */
	DEVICE

}
