package io.fuota.firmware.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Gathers what is found while an image is read. */
final class Findings {

	/**
	 * Beyond them nothing is noted: an image may hold thousands of records, and what is
	 * found is kept in memory.
	 */
	private static final int MAX_DETAILS = 40;

	private static final int MAX_SIGNATURES = 8;

	private static final int MAX_JOINED_LENGTH = 1_000;

	private final ImageFormat format;

	private final SequencedMap<String, String> details = new LinkedHashMap<>();

	private final List<ImageSignature> signatures = new ArrayList<>();

	private @Nullable String hardware;

	private @Nullable String project;

	private @Nullable String version;

	private @Nullable String buildId;

	private OptionalLong secureVersion = OptionalLong.empty();

	Findings(ImageFormat format) {
		this.format = format;
	}

	/** Empty texts count as absent, here and below. */
	Findings hardware(String text) {
		hardware = emptyToNull(text);
		return this;
	}

	Findings project(String text) {
		project = emptyToNull(text);
		return this;
	}

	Findings version(String text) {
		version = emptyToNull(text);
		return this;
	}

	Findings buildId(String text) {
		buildId = emptyToNull(text);
		return this;
	}

	Findings secureVersion(long value) {
		secureVersion = OptionalLong.of(value);
		return this;
	}

	Findings signature(String kind, String keyDigest) {
		if (signatures.size() < MAX_SIGNATURES) {
			signatures.add(new ImageSignature(kind, keyDigest));
		}
		return this;
	}

	/** A second text of the same name is put behind the first. */
	Findings detail(String name, String text) {
		String clean = ImageText.of(text);
		String before = details.get(name);
		if (clean.isEmpty()) {
			return this;
		}
		if (before == null) {
			if (details.size() < MAX_DETAILS) {
				details.put(name, clean);
			}
		}
		else if (before.length() + clean.length() < MAX_JOINED_LENGTH) {
			details.put(name, before + "; " + clean);
		}
		return this;
	}

	ImageFacts toFacts() {
		ImageLabels labels = new ImageLabels(Optional.ofNullable(hardware), Optional.ofNullable(project),
				Optional.ofNullable(version), Optional.ofNullable(buildId), secureVersion);
		return new ImageFacts(format, labels, signatures, details);
	}

	private static @Nullable String emptyToNull(String text) {
		String clean = ImageText.of(text);
		return clean.isEmpty() ? null : clean;
	}

}
