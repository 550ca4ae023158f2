package io.fuota.protocol.suit;

import io.fuota.firmware.FileName;
import io.fuota.http.HttpRefusal;

/**
 * What files are published under: the first segment of their names. Slashes and
 * backslashes become {@code _} (docs/protocols/riot-suit.md §4.5).
 *
 * @param asSent as the client wrote it
 * @param folder the segment
 */
record PublishId(String asSent, String folder) {

	/**
	 * Reads an id.
	 * @throws HttpRefusal 400, if no file could have such a name
	 */
	static PublishId of(String text) {
		PublishId id = new PublishId(text, text.replace('/', '_').replace('\\', '_'));
		id.file("x");
		return id;
	}

	/**
	 * The name of a file under this id.
	 * @param lastSegment what follows the id and a slash
	 * @throws HttpRefusal 400, if a file can't have that name
	 */
	FileName file(String lastSegment) {
		try {
			return FileName.forUpload(folder + "/" + lastSegment);
		}
		catch (IllegalArgumentException wrong) {
			throw HttpRefusal.badRequest("“" + folder + "/" + lastSegment + "” can't be a file's name here: "
					+ String.valueOf(wrong.getMessage()));
		}
	}

}
