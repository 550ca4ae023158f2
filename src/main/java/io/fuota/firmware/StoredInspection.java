package io.fuota.firmware;

import io.fuota.firmware.image.BrokenImage;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.firmware.image.ImageFormat;
import io.fuota.firmware.image.ImageLabels;
import io.fuota.firmware.image.ImageSignature;
import io.fuota.firmware.image.Inspection;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Inspection} as columns. Texts inside have no line breaks: images' texts are
 * cleaned when they are read.
 */
@Embeddable
class StoredInspection {

	private static final String RECOGNISED = "recognised";

	private static final String BROKEN = "broken";

	private static final String OPAQUE = "opaque";

	@Column(name = "inspection", columnDefinition = "text")
	private @Nullable String outcome;

	@Column(name = "image_format", columnDefinition = "text")
	private @Nullable String format;

	@Column(name = "image_hardware", columnDefinition = "text")
	private @Nullable String hardware;

	@Column(name = "image_project", columnDefinition = "text")
	private @Nullable String project;

	@Column(name = "image_version", columnDefinition = "text")
	private @Nullable String version;

	@Column(name = "image_build_id", columnDefinition = "text")
	private @Nullable String buildId;

	@Column(name = "image_secure_version", columnDefinition = "integer")
	private @Nullable Long secureVersion;

	@Column(name = "image_signatures", columnDefinition = "text")
	private @Nullable String signatures;

	@Column(name = "image_details", columnDefinition = "text")
	private @Nullable String details;

	/** For Jakarta Persistence alone. */
	protected StoredInspection() {
	}

	StoredInspection(Inspection inspection) {
		switch (inspection) {
			case Inspection.Recognised(var facts) -> set(facts);
			case Inspection.Broken(var flaw) -> set(flaw);
			case Inspection.Opaque() -> this.outcome = OPAQUE;
		}
	}

	private void set(ImageFacts facts) {
		this.outcome = RECOGNISED;
		this.format = facts.format().name();
		this.hardware = facts.hardware().orElse(null);
		this.project = facts.project().orElse(null);
		this.version = facts.version().orElse(null);
		this.buildId = facts.buildId().orElse(null);
		this.secureVersion = facts.secureVersion().isPresent() ? facts.secureVersion().getAsLong() : null;
		this.signatures = facts.signatures()
			.stream()
			.map(signature -> signature.kind() + " " + signature.keyDigest())
			.collect(Collectors.joining("\n"));
		this.details = lines(facts.details());
	}

	private void set(BrokenImage flaw) {
		SequencedMap<String, String> parts = new LinkedHashMap<>();
		parts.put("check", flaw.check());
		parts.put("offset", Long.toString(flaw.offset()));
		parts.put("expected", flaw.expected());
		parts.put("found", flaw.found());
		this.outcome = BROKEN;
		this.format = flaw.format().name();
		this.details = lines(parts);
	}

	/** Empty if nobody has looked yet. */
	Optional<Inspection> inspection() {
		return switch (String.valueOf(outcome)) {
			case RECOGNISED -> Optional.of(new Inspection.Recognised(facts()));
			case BROKEN -> Optional.of(new Inspection.Broken(flaw()));
			case OPAQUE -> Optional.of(new Inspection.Opaque());
			default -> Optional.empty();
		};
	}

	private ImageFacts facts() {
		ImageLabels labels = new ImageLabels(Optional.ofNullable(hardware), Optional.ofNullable(project),
				Optional.ofNullable(version), Optional.ofNullable(buildId),
				secureVersion == null ? OptionalLong.empty() : OptionalLong.of(secureVersion));
		List<ImageSignature> read = text(signatures).lines().map(StoredInspection::signature).toList();
		return new ImageFacts(ImageFormat.valueOf(text(format)), labels, read, parts());
	}

	private BrokenImage flaw() {
		SequencedMap<String, String> parts = parts();
		return new BrokenImage(ImageFormat.valueOf(text(format)), parts.getOrDefault("check", ""),
				Long.parseLong(parts.getOrDefault("offset", "0")), parts.getOrDefault("expected", ""),
				parts.getOrDefault("found", ""));
	}

	private static ImageSignature signature(String line) {
		int space = line.indexOf(' ');
		return new ImageSignature(line.substring(0, space), line.substring(space + 1));
	}

	private static String lines(SequencedMap<String, String> parts) {
		return parts.entrySet()
			.stream()
			.map(part -> part.getKey() + ": " + part.getValue())
			.collect(Collectors.joining("\n"));
	}

	private SequencedMap<String, String> parts() {
		SequencedMap<String, String> parts = new LinkedHashMap<>();
		text(details).lines().forEach(line -> {
			int colon = line.indexOf(": ");
			parts.put(line.substring(0, colon), line.substring(colon + 2));
		});
		return parts;
	}

	private static String text(@Nullable String column) {
		return column == null ? "" : column;
	}

}
