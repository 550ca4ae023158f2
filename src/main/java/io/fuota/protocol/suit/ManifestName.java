package io.fuota.protocol.suit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The name of a signed manifest, as builds give it: the third component from the end, by
 * dots, says that it is one, and the second is its version (docs/protocols/riot-suit.md
 * §4.4).
 *
 * @param folder what the name begins with, up to the last slash; empty: nothing
 * @param parts of the last segment, split at its dots; at least three
 */
record ManifestName(String folder, List<String> parts) {

	/** The version that stands for the newest one. */
	static final String LATEST = "latest";

	/** By generations, the reference's own first. */
	static final List<String> KINDS = List.of("suitv4_signed", "suitv3_signed", "suit_signed", "suit");

	private static final int KIND_FROM_END = 3;

	private static final int VERSION_FROM_END = 2;

	/** Reads a file's name; empty where it is no manifest's. */
	static Optional<ManifestName> of(String fileName) {
		int slash = fileName.lastIndexOf('/');
		List<String> parts = Arrays.asList(fileName.substring(slash + 1).split("\\.", -1));
		boolean manifest = parts.size() >= KIND_FROM_END && KINDS.contains(parts.get(parts.size() - KIND_FROM_END));
		return manifest ? Optional.of(new ManifestName(fileName.substring(0, slash + 1), List.copyOf(parts)))
				: Optional.empty();
	}

	/** One of {@link #KINDS}. */
	String kind() {
		return parts.get(parts.size() - KIND_FROM_END);
	}

	/** A number, or {@link #LATEST}. */
	String version() {
		return parts.get(parts.size() - VERSION_FROM_END);
	}

	boolean isLatest() {
		return version().equals(LATEST);
	}

	/** Whether it is for one slot alone: {@code x-slot1.riot.suit.7.bin}. */
	boolean isForSlot(String slot) {
		return parts.getFirst().endsWith("-slot" + slot);
	}

	/** Whether it serves nodes whichever slot they run. */
	boolean isForBothSlots() {
		return !isForSlot("0") && !isForSlot("1");
	}

	/** The same with the version replaced by {@link #LATEST}. */
	String latestTwin() {
		String[] twin = parts.toArray(String[]::new);
		twin[twin.length - VERSION_FROM_END] = LATEST;
		return folder + String.join(".", twin);
	}

}
