package io.fuota.firmware.image;

/**
 * Why a device would refuse an image, or could not start it.
 *
 * @param format what the file claims to be
 * @param check what was looked at, as words: "checksum"
 * @param offset where in the file, in bytes from its begin; 0 for a flaw of the name
 * @param expected what should be there
 * @param found what is there
 */
public record BrokenImage(ImageFormat format, String check, long offset, String expected, String found) {

	/** One sentence for a person. */
	public String message() {
		String place = format == ImageFormat.FMU ? "" : ", at byte " + offset + ",";
		return "The " + format.words() + " is broken: its " + check + place + " is " + found + " and should be "
				+ expected + ".";
	}

}
