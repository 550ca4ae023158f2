package io.fuota.protocol.exosite;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A software package: a manifest under a name. Listed for devices, it is meant for them
 * and not yet applied.
 *
 * @param listed null: for none
 */
record SoftwarePackage(String name, Manifest manifest, @Nullable Listing listed, Instant createdAt, Instant updatedAt) {

	private static final String NAME = "[A-Za-z0-9._~-]{1,100}";

	/** The most devices that it is listed for by their ids. */
	static final int MAX_LISTED = 10_000;

	/**
	 * @throws IllegalArgumentException with a sentence that says which rule is broken
	 */
	SoftwarePackage {
		if (!name.matches(NAME)) {
			throw new IllegalArgumentException("A package's name has 1 to 100 characters of A-Z a-z 0-9 . _ ~ and -.");
		}
		if (!manifest.unsafeIds().isEmpty()) {
			throw new IllegalArgumentException("Devices put the name of a file into a query as it is, so "
					+ manifest.unsafeIds().getFirst() + " has characters besides A-Z a-z 0-9 . _ ~ and - too many.");
		}
	}

	/**
	 * For which devices a package is listed: by their ids, or by a label.
	 */
	record Listing(@Nullable List<String> devices, @Nullable String label) {

		/**
		 * @throws IllegalArgumentException with a sentence
		 */
		Listing {
			if ((devices == null) == (label == null)) {
				throw new IllegalArgumentException("Name either devices or a label.");
			}
			if (devices != null && devices.size() > MAX_LISTED) {
				throw new IllegalArgumentException(
						"At most " + MAX_LISTED + " devices are listed by their ids; use a label.");
			}
		}

	}

}
