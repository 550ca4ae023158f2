package io.fuota.protocol.exosite;

import io.fuota.fleet.OfferedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this server wrote to a device's {@code config_otau}, and how far the device is
 * with it. Never changes; each step is another object. Stored as JSON.
 *
 * @param manifest the value, byte for byte
 * @param version of the package: what the device reports when it runs it
 * @param atMicros when it was written, microseconds since 1970
 * @param assigned whether an assignment made it, rather than an operator who applied a
 * package
 * @param acknowledged whether the device wrote the value back
 * @param delivered whether the device was given it
 * @param file what an update attempt is about: the one file, or all of them together; its
 * size is 0 where there is none
 * @param contents the firmware files in it, as they were when it was written
 * @param packageName which package was applied; null where an assignment made it
 */
record Offer(String manifest, String version, long atMicros, boolean assigned, boolean acknowledged, boolean delivered,
		OfferedFile file, List<Content> contents, @Nullable String packageName) {

	/**
	 * A firmware file of the package.
	 *
	 * @param bytes how many of its first bytes the device was sent since the offer
	 */
	record Content(String id, String sha256, long size, long bytes) {

		boolean isWhole() {
			return bytes >= size;
		}

	}

	Offer {
		contents = List.copyOf(contents);
	}

	/** The device is given it; what it fetched before doesn't count. */
	Offer begun() {
		List<Content> nothing = contents.stream()
			.map(content -> new Content(content.id(), content.sha256(), content.size(), 0))
			.toList();
		return new Offer(manifest, version, atMicros, assigned, acknowledged, true, file, nothing, packageName);
	}

	Offer acknowledgedByDevice() {
		return new Offer(manifest, version, atMicros, assigned, true, delivered, file, contents, packageName);
	}

	/**
	 * Bytes of a file were sent to the device; what joins on counts.
	 * @param first where they began
	 * @param end the position behind the last one
	 */
	Offer sent(String sha256, long first, long end) {
		List<Content> next = contents.stream()
			.map(content -> content.sha256().equals(sha256) && first <= content.bytes() && end > content.bytes()
					? new Content(content.id(), content.sha256(), content.size(), end) : content)
			.toList();
		return new Offer(manifest, version, atMicros, assigned, acknowledged, delivered, file, next, packageName);
	}

	/** How many bytes the device was sent since the offer. */
	long sentBytes() {
		return contents.stream().mapToLong(content -> Math.min(content.bytes(), content.size())).sum();
	}

	/** Whether the file's bytes are part of it. */
	boolean has(String sha256) {
		return contents.stream().anyMatch(content -> content.sha256().equals(sha256));
	}

}
