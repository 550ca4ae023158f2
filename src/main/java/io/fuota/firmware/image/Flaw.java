package io.fuota.firmware.image;

import java.io.Serial;

/** Ends the reading of an image at the first check that it fails. */
final class Flaw extends Exception {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient BrokenImage broken;

	Flaw(BrokenImage broken) {
		// Without a stack trace: where in the file is what counts.
		super(broken.message(), null, false, false);
		this.broken = broken;
	}

	BrokenImage broken() {
		return broken;
	}

}
