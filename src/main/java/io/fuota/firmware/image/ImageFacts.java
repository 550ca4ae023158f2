package io.fuota.firmware.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * What was found in an image.
 *
 * @param format which kind of image it is
 * @param labels what programs compare
 * @param signatures none if it is unsigned
 * @param details more for people, in the order of reading: a name of plain words, and a
 * text without control characters
 */
public record ImageFacts(ImageFormat format, ImageLabels labels, List<ImageSignature> signatures,
		SequencedMap<String, String> details) {

	public ImageFacts {
		signatures = List.copyOf(signatures);
		details = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(details));
	}

	/** What it runs on; empty where the format doesn't tell. */
	public Optional<String> hardware() {
		return labels.hardware();
	}

	/** The application's name. */
	public Optional<String> project() {
		return labels.project();
	}

	/** The version inside the image, which need not be what a device will report. */
	public Optional<String> version() {
		return labels.version();
	}

	/** Tells builds of one version apart. */
	public Optional<String> buildId() {
		return labels.buildId();
	}

	/**
	 * What a device reports that runs this image, as far as the image tells: the version,
	 * and where devices of the kind tell builds apart, a space and the build id.
	 */
	public Optional<String> reported() {
		return format == ImageFormat.MONGOOSE_BUNDLE
				? version().flatMap(version -> buildId().map(build -> version + " " + build)) : version();
	}

	/** 0 or more; a device that has run a higher one refuses this image. */
	public OptionalLong secureVersion() {
		return labels.secureVersion();
	}

	public boolean isSigned() {
		return !signatures.isEmpty();
	}

}
