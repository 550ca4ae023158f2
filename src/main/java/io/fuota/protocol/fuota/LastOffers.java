package io.fuota.protocol.fuota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Remembers which names were offered to an address lately, for the stale-tail trap: an
 * ESP32 doesn't end its path buffer, so after a longer name it asks for the new name with
 * the old one's tail behind it (docs/protocols/esp32-fuota-https.md §1.2).
 */
@Component
class LastOffers {

	/** Beyond this many addresses the ones that asked longest ago are forgotten. */
	static final int MAX_ADDRESSES = 100_000;

	/** Devices with different offers may share an address, behind one NAT. */
	static final int MAX_NAMES = 8;

	/** A device downloads within seconds of the offer, and asks again within a minute. */
	private static final Duration REMEMBERED = Duration.ofHours(1);

	private final Cache<String, List<String>> namesByAddress = Caffeine.newBuilder()
		.maximumSize(MAX_ADDRESSES)
		.expireAfterAccess(REMEMBERED)
		.build();

	void offered(String address, String name) {
		List<String> before = namesByAddress.getIfPresent(address);
		if (before != null && before.getFirst().equals(name)) {
			return;
		}
		namesByAddress.asMap().compute(address, (_, names) -> {
			if (names == null) {
				return List.of(name);
			}
			List<String> latestFirst = new ArrayList<>(MAX_NAMES);
			latestFirst.add(name);
			names.stream().filter(old -> !old.equals(name)).limit(MAX_NAMES - 1).forEach(latestFirst::add);
			return List.copyOf(latestFirst);
		});
	}

	/** The name last offered to this address of those that the text begins with. */
	Optional<String> beginningOf(String address, String text) {
		List<String> names = namesByAddress.getIfPresent(address);
		return names == null ? Optional.empty() : names.stream().filter(text::startsWith).findFirst();
	}

}
