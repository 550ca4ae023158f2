package io.fuota.firmware;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Remembers which bytes each client began with, so that a transfer that is resumed
 * without naming its bytes (a {@code Range} without {@code If-Range}, a later CoAP block)
 * never ends as a mix of two uploads. A client is known by its address alone; where that
 * leaves a doubt, the answer is: begin again.
 */
@Component
public class Transfers {

	/** Beyond this many transfers the oldest are forgotten. */
	public static final int MAX_TRANSFERS = 100_000;

	/**
	 * How long a transfer can be resumed, and how long the bytes of a file are kept that
	 * was replaced or deleted.
	 */
	public static final Duration RESUMABLE = Duration.ofHours(24);

	private record Key(String client, String name) {
	}

	/**
	 * What a client began with; doubtful where it began with two different uploads under
	 * one name.
	 */
	private record Begun(FirmwareFile file, boolean doubtful) {
	}

	private final Cache<Key, Begun> begun = Caffeine.newBuilder()
		.maximumSize(MAX_TRANSFERS)
		.expireAfterWrite(RESUMABLE)
		.build();

	private final FirmwareCatalogue firmware;

	Transfers(FirmwareCatalogue firmware) {
		this.firmware = firmware;
	}

	/** A client asks from the first byte on: it gets what the name points to now. */
	public void begin(String client, FirmwareFile file) {
		begun.asMap()
			.merge(new Key(client, file.name().value()), new Begun(file, false),
					(old, now) -> new Begun(file, old.doubtful() || !old.file().digest().equals(file.digest())));
	}

	/**
	 * A client asks from a later byte on.
	 * @param current what the name points to now
	 * @return the bytes that it began with; empty where that can't be known and the name
	 * has had others lately, so that it must begin again
	 */
	public Optional<FirmwareFile> resume(String client, FirmwareFile current) {
		Begun known = begun.getIfPresent(new Key(client, current.name().value()));
		if (known != null) {
			boolean usable = !known.doubtful() && firmware.isServable(known.file());
			return usable ? Optional.of(known.file()) : Optional.empty();
		}
		if (firmware.mayHaveHadOtherBytes(current.name())) {
			return Optional.empty();
		}
		begin(client, current);
		return Optional.of(current);
	}

	/** A client has all bytes: what it asks next is another transfer. */
	public void completed(String client, FirmwareFile file) {
		begun.asMap()
			.computeIfPresent(new Key(client, file.name().value()),
					(_, known) -> known.file().digest().equals(file.digest()) ? null : known);
	}

}
