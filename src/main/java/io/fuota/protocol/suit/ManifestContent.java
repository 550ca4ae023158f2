package io.fuota.protocol.suit;

import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.firmware.image.ImageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a manifest says, as far as the inspector of images found it.
 *
 * @param sequence its sequence number
 * @param classId what it is for; empty where it names nothing
 * @param uris where the images are, in the manifest's order
 * @param sizes of the images, in bytes
 * @param digests of the images, as hex digits
 */
record ManifestContent(String sequence, String classId, List<String> uris, List<Long> sizes, List<String> digests) {

	private static final String SEPARATOR = "; ";

	/** Of a file that was looked into; empty where it is no SUIT envelope. */
	static Optional<ManifestContent> of(FirmwareFile file) {
		return file.image().filter(facts -> facts.format() == ImageFormat.SUIT).map(ManifestContent::of);
	}

	private static ManifestContent of(ImageFacts facts) {
		List<Long> sizes = new ArrayList<>();
		for (String size : texts(facts, "size of the payload")) {
			number(size.replace(" bytes", "")).ifPresent(sizes::add);
		}
		return new ManifestContent(facts.version().orElse(""), facts.hardware().orElse(""), texts(facts, "URI"), sizes,
				texts(facts, "digest of the payload"));
	}

	/** The number; empty where it is none, or too large. */
	OptionalLong sequenceNumber() {
		return number(sequence).map(OptionalLong::of).orElseGet(OptionalLong::empty);
	}

	/**
	 * Whether a file can be the image at this place of the manifest. Sizes and digests
	 * stand in the order of the URIs where there is one for each; else any will do.
	 */
	boolean accepts(int place, FirmwareFile file) {
		return matches(sizes, place, file.size()) && matches(digests, place, file.digest().hex());
	}

	private <T> boolean matches(List<T> expected, int place, T found) {
		return expected.isEmpty()
				|| (expected.size() == uris.size() ? expected.get(place).equals(found) : expected.contains(found));
	}

	private static List<String> texts(ImageFacts facts, String name) {
		String joined = facts.details().get(name);
		return joined == null ? List.of() : List.of(joined.split(SEPARATOR, -1));
	}

	private static Optional<Long> number(String digits) {
		try {
			return Optional.of(Long.valueOf(digits));
		}
		catch (NumberFormatException noNumber) {
			return Optional.empty();
		}
	}

}
