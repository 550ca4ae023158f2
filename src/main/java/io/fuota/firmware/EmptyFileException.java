package io.fuota.firmware;

import java.io.Serial;

/** A firmware file has at least one byte; nothing was changed. */
public final class EmptyFileException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	public EmptyFileException() {
		super("The file is empty.");
	}

}
