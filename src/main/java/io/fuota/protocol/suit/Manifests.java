package io.fuota.protocol.suit;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds the manifests of a publish id, and what they name. */
@Component
class Manifests {

	private record Candidate(FirmwareFile file, ManifestName name) {
	}

	private final FirmwareCatalogue firmware;

	private final SuitUrls urls;

	Manifests(FirmwareCatalogue firmware, SuitUrls urls) {
		this.firmware = firmware;
		this.urls = urls;
	}

	/**
	 * The manifest of a version for nodes with either slot; of several generations the
	 * reference's own.
	 * @param version a number, or {@code latest}
	 */
	Optional<SuitPlan> find(PublishId id, String version) {
		return candidates(id).filter(candidate -> candidate.name().isForBothSlots())
			.filter(candidate -> candidate.name().version().equals(version))
			.min(Comparator.comparingInt(candidate -> ManifestName.KINDS.indexOf(candidate.name().kind())))
			.map(this::plan);
	}

	/** The newest manifest for one slot. */
	Optional<SuitPlan> findForSlot(PublishId id, String slot) {
		return candidates(id).filter(candidate -> candidate.name().isForSlot(slot))
			.max(Comparator.comparing((Candidate candidate) -> candidate.name().isLatest())
				.thenComparing(candidate -> candidate.file().uploadedAt()))
			.map(this::plan);
	}

	/** The manifest of this name, as long as it has these bytes. */
	Optional<SuitPlan> plan(String name, String sha256) {
		return firmware.find(name)
			.filter(file -> file.digest().hex().equals(sha256))
			.flatMap(file -> ManifestName.of(name).map(parts -> plan(new Candidate(file, parts))));
	}

	/** Whether any file has been published under this id. */
	boolean knows(PublishId id) {
		return folder(id).findAny().isPresent();
	}

	/**
	 * The files of an id: those that were published under it, or a folder of files that
	 * were uploaded one by one.
	 */
	Stream<FirmwareFile> folder(PublishId id) {
		List<FirmwareFile> published = published(id).toList();
		return published.isEmpty() ? under(id.asSent() + "/") : published.stream();
	}

	/** The files that were published under an id. */
	Stream<FirmwareFile> published(PublishId id) {
		return under(id.folder() + "/");
	}

	private Stream<FirmwareFile> under(String folder) {
		return firmware.all()
			.stream()
			.filter(file -> file.name().value().startsWith(folder)
					&& file.name().value().indexOf('/', folder.length()) < 0);
	}

	private Stream<Candidate> candidates(PublishId id) {
		return folder(id)
			.flatMap(file -> ManifestName.of(file.name().value()).map(name -> new Candidate(file, name)).stream());
	}

	private SuitPlan plan(Candidate manifest) {
		FirmwareFile file = manifest.file();
		Optional<ManifestContent> content = ManifestContent.of(file);
		String version = content.map(ManifestContent::sequence).orElseGet(() -> version(manifest));
		List<FirmwareFile> named = content.map(this::images).orElseGet(List::of);
		List<FirmwareFile> images = named.isEmpty() ? beside(manifest, version) : named;
		return new SuitPlan(file, images.isEmpty() ? List.of(file) : images, version,
				content.map(ManifestContent::classId).orElse(""));
	}

	private List<FirmwareFile> images(ManifestContent content) {
		return content.uris().stream().flatMap(uri -> urls.fileName(uri).flatMap(firmware::find).stream()).toList();
	}

	/** By its name; that of the latest, by the name that the same bytes have besides. */
	private String version(Candidate manifest) {
		if (!manifest.name().isLatest()) {
			return manifest.name().version();
		}
		return under(manifest.name().folder()).filter(file -> file.digest().equals(manifest.file().digest()))
			.flatMap(file -> ManifestName.of(file.name().value()).stream())
			.filter(name -> !name.isLatest())
			.map(ManifestName::version)
			.findFirst()
			.orElse("");
	}

	/**
	 * Where a manifest can't be read: images are named {@code x-slot0.<version>.riot.bin}
	 * beside it (docs/protocols/riot-suit.md §4.4).
	 */
	private List<FirmwareFile> beside(Candidate manifest, String version) {
		if (version.isEmpty()) {
			return List.of();
		}
		Stream<String> slots = manifest.name().isForSlot("0") ? Stream.of("0")
				: manifest.name().isForSlot("1") ? Stream.of("1") : Stream.of("0", "1");
		return slots
			.flatMap(slot -> under(manifest.name().folder())
				.filter(file -> file.name().lastSegment().contains("-slot" + slot + "."))
				.filter(file -> file.name().lastSegment().contains("." + version + "."))
				.filter(file -> ManifestName.of(file.name().value()).isEmpty())
				.limit(1))
			.toList();
	}

}
