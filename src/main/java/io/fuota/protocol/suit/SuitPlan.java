package io.fuota.protocol.suit;

import io.fuota.firmware.FirmwareFile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node is to fetch.
 *
 * @param manifest what it is told of
 * @param images what the manifest names, or is thought to, slot 0's before slot 1's; the
 * manifest itself where nothing is known of images
 * @param version the manifest's sequence number; empty where it is unknown
 * @param classId what the manifest is for; empty where it is unknown
 */
record SuitPlan(FirmwareFile manifest, List<FirmwareFile> images, String version, String classId) {

	private static final int BOTH_SLOTS = 2;

	/**
	 * The image for a slot; the only one where there is one, and the first where that
	 * isn't known.
	 */
	FirmwareFile imageFor(@Nullable String slot) {
		return images.size() == BOTH_SLOTS && "1".equals(slot) ? images.getLast() : images.getFirst();
	}

	/** Whether these are bytes of an image of this plan, under its name. */
	boolean hasImage(FirmwareFile file) {
		return images.stream().anyMatch(image -> isSame(image, file));
	}

	/** Whether these are the bytes of an image of this plan. */
	boolean hasBytes(String sha256) {
		return images.stream().anyMatch(image -> image.digest().hex().equals(sha256));
	}

	/** The slot that an image is for, where the plan has one for each. */
	Optional<String> slotOf(FirmwareFile image) {
		if (images.size() != BOTH_SLOTS || isSame(images.getFirst(), images.getLast())) {
			return Optional.empty();
		}
		return Optional.of(isSame(images.getLast(), image) ? "1" : "0");
	}

	private static boolean isSame(FirmwareFile one, FirmwareFile other) {
		return one.name().equals(other.name()) && one.digest().equals(other.digest());
	}

}
