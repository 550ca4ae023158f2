package io.fuota.fleet;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt needs to know of the file that it is about.
 *
 * @param sha256 64 hex digits
 * @param size in bytes
 * @param build what the image says of itself; all unknown where nothing can be read in it
 */
public record OfferedFile(String name, String sha256, long size, Build build) {

	/**
	 * What an image was built for, and as.
	 *
	 * @param hardware the chip or platform
	 * @param project the application's name
	 * @param version the version inside the image
	 * @param secureVersion the anti-rollback counter
	 */
	public record Build(@Nullable String hardware, @Nullable String project, @Nullable String version,
			@Nullable Long secureVersion) {

		/** Of an image that nothing is known of. */
		public static final Build UNKNOWN = new Build(null, null, null, null);

	}

}
