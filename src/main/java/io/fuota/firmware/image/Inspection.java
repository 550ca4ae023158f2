package io.fuota.firmware.image;

/** What came out of looking into a firmware file. */
public sealed interface Inspection {

	/** An image that passed every check of its format. */
	record Recognised(ImageFacts facts) implements Inspection {
	}

	/** A file that claims to be an image, and fails a check of its format. */
	record Broken(BrokenImage flaw) implements Inspection {
	}

	/** Bytes of no format that is known here; nothing is said about them. */
	record Opaque() implements Inspection {
	}

}
