package io.fuota.update;

import java.util.List;

/** What became of a request to delete a firmware file. */
public sealed interface FileRemoval {

	/** The name is gone. */
	record Removed() implements FileRemoval {
	}

	/** There is no file of this name. */
	record NotFound() implements FileRemoval {
	}

	/**
	 * Nothing was done, since devices are assigned to the file.
	 *
	 * @param devices some of them
	 * @param more whether there are others
	 */
	record StillAssigned(List<String> devices, boolean more) implements FileRemoval {

		/** What to tell who asked. */
		public String sentence(String fileName) {
			return "The file " + fileName + " is assigned to " + String.join(", ", devices)
					+ (more ? " and others" : "") + "; remove the assignments first.";
		}

	}

	/**
	 * Nothing was done, since something else needs the file.
	 *
	 * @param user what needs it, as the end of a sentence
	 */
	record InUse(String user) implements FileRemoval {

		/** What to tell who asked. */
		public String sentence(String fileName) {
			return "The file " + fileName + " is needed by " + user + "; change that first.";
		}

	}

}
