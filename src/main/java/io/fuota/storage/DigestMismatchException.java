package io.fuota.storage;

import java.io.IOException;
import java.io.Serial;

/**
 * Stored bytes are no longer those that were recorded under their digest; they must not
 * be served.
 */
public final class DigestMismatchException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	public DigestMismatchException(Digest digest, String found) {
		super("the bytes stored under " + digest + " are damaged: " + found);
	}

}
