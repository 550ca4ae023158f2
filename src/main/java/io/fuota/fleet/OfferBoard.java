package io.fuota.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which device downloads, where the download itself doesn't say: by client
 * address and file name, the device that was offered this file last and hasn't begun.
 * Where several wait behind one address (a NAT), the latest is taken, and the answer says
 * that it is doubtful.
 */
final class OfferBoard {

	/**
	 * Beyond this many addresses and names the ones that were used longest ago are
	 * forgotten.
	 */
	static final int MAX_KEYS = 100_000;

	/**
	 * Beyond this many devices at one address with one file, the earliest are forgotten.
	 */
	static final int MAX_DEVICES = 64;

	private static final Duration REMEMBERED = Duration.ofHours(1);

	private record Key(String address, String file) {
	}

	/** Devices in the order of their offers; guarded by its own monitor. */
	private static final class Waiting {

		private final SequencedSet<String> offered = new LinkedHashSet<>();

		private final SequencedSet<String> begun = new LinkedHashSet<>();

	}

	/**
	 * Whose download it is.
	 *
	 * @param doubtful whether it may be another device's
	 */
	record Claim(String device, boolean doubtful) {
	}

	private final Cache<Key, Waiting> board = Caffeine.newBuilder()
		.maximumSize(MAX_KEYS)
		.expireAfterAccess(REMEMBERED)
		.build();

	void offered(String address, String file, String device) {
		// Reading the cache costs a fraction of writing it. An entry that is forgotten
		// meanwhile, among 100,000, takes this offer along.
		Waiting waiting = board.get(new Key(address, file), _ -> new Waiting());
		synchronized (waiting) {
			waiting.begun.remove(device);
			waiting.offered.addLast(device);
			if (waiting.offered.size() > MAX_DEVICES) {
				waiting.offered.removeFirst();
			}
		}
	}

	/**
	 * A download begins, or goes on; null where nobody at this address was offered the
	 * file.
	 */
	@Nullable Claim claim(String address, String file) {
		Waiting waiting = board.getIfPresent(new Key(address, file));
		if (waiting == null) {
			return null;
		}
		synchronized (waiting) {
			if (!waiting.offered.isEmpty()) {
				Claim claim = new Claim(waiting.offered.getLast(), waiting.offered.size() > 1);
				waiting.begun.addLast(waiting.offered.removeLast());
				if (waiting.begun.size() > MAX_DEVICES) {
					waiting.begun.removeFirst();
				}
				return claim;
			}
			return waiting.begun.isEmpty() ? null : new Claim(waiting.begun.getLast(), waiting.begun.size() > 1);
		}
	}

}
