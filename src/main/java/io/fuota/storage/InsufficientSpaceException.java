package io.fuota.storage;

import java.io.IOException;
import java.io.Serial;

/**
 * Taking in more bytes would leave less free space than the reserve that keeps the
 * database alive.
 */
public final class InsufficientSpaceException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * @param free bytes that are free now
	 * @param reserve bytes that must stay free
	 */
	public InsufficientSpaceException(long free, long reserve) {
		super("The disk has " + free + " bytes free, and " + reserve + " of them are kept for the database "
				+ "(FUOTA_DISK_RESERVE); free some space and send the file again.");
	}

}
