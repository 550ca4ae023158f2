package io.fuota.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Which version devices report when they run some bytes. What a device reports need not
 * be what the image says; the first one that comes back from a whole download shows it.
 */
interface LearnedVersions {

	/** Null where nothing was learned yet. */
	@Nullable String of(String sha256);

	/** Learns; the first time counts. */
	void learn(String sha256, String version, String device);

}
