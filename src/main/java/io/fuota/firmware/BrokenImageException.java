package io.fuota.firmware;

import io.fuota.firmware.image.BrokenImage;
import java.io.Serial;

/** A firmware file isn't the image that it claims to be; nothing was changed. */
public final class BrokenImageException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient BrokenImage flaw;

	/** The message is one sentence with the check, the place and both values. */
	BrokenImageException(BrokenImage flaw) {
		super(flaw.message());
		this.flaw = flaw;
	}

	/** What is broken. */
	public BrokenImage flaw() {
		return flaw;
	}

}
