package io.fuota.update;

import java.util.Optional;

/** Something besides assignments that names firmware files, and needs them. */
public interface FileUse {

	/** What uses this file, as the end of a sentence; empty where nothing does. */
	Optional<String> user(String fileName);

}
