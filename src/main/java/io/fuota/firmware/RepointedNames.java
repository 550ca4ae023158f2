package io.fuota.firmware;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.Collection;

/**
 * Names that pointed to other bytes lately, or may have. Their time is measured and not
 * read from the clock, which may jump.
 */
final class RepointedNames {

	/** A clock that shows less wasn't set. */
	private static final Instant CLOCK_WAS_WRONG = Instant.parse("2026-01-01T00:00:00Z");

	private final Cache<String, Boolean> names = Caffeine.newBuilder().expireAfterWrite(Transfers.RESUMABLE).build();

	/**
	 * At the start. What was replaced before isn't known: what was new then counts as
	 * replaced, and so does what has the time of a wrong clock.
	 */
	RepointedNames(Collection<FirmwareFile> files, Instant now) {
		files.stream()
			.filter(file -> file.uploadedAt().isAfter(now.minus(Transfers.RESUMABLE))
					|| file.uploadedAt().isBefore(CLOCK_WAS_WRONG))
			.forEach(file -> add(file.name().value()));
	}

	/** A name has other bytes now, or none. */
	void add(String name) {
		names.put(name, true);
	}

	/** Whether this name may have had other bytes within {@link Transfers#RESUMABLE}. */
	boolean has(FileName name) {
		return names.getIfPresent(name.value()) != null;
	}

}
