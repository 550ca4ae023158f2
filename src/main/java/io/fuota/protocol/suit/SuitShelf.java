package io.fuota.protocol.suit;

import io.fuota.console.RiotDesk.Content;
import io.fuota.console.RiotDesk.Published;
import io.fuota.console.RiotDesk.Version;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What is published, put in order for people: by folder, and in it by version. */
@Component
class SuitShelf {

	private final FirmwareCatalogue firmware;

	private final Manifests manifests;

	private final PublishChecks checks;

	private final Removals removals;

	SuitShelf(FirmwareCatalogue firmware, Manifests manifests, PublishChecks checks, Removals removals) {
		this.firmware = firmware;
		this.manifests = manifests;
		this.checks = checks;
		this.removals = removals;
	}

	/** A manifest, and its version by its name; empty where the name has none. */
	private record Manifest(FirmwareFile file, Optional<ManifestName> name) {

		String version() {
			return name.map(ManifestName::version).orElse("");
		}

		boolean isLatest() {
			return name.filter(ManifestName::isLatest).isPresent();
		}

		boolean isTellable() {
			return name.filter(ManifestName::isForBothSlots).isPresent();
		}

	}

	/** Sorted by id. */
	List<Published> all() {
		Map<String, List<Manifest>> byFolder = new TreeMap<>();
		for (FirmwareFile file : firmware.all()) {
			String name = file.name().value();
			int slash = name.lastIndexOf('/');
			Optional<ManifestName> parts = ManifestName.of(name);
			if (slash > 0 && (parts.isPresent() || ManifestContent.of(file).isPresent())) {
				byFolder.computeIfAbsent(name.substring(0, slash), _ -> new ArrayList<>())
					.add(new Manifest(file, parts));
			}
		}
		return byFolder.entrySet().stream().map(folder -> published(folder.getKey(), folder.getValue())).toList();
	}

	private Published published(String id, List<Manifest> all) {
		Map<String, List<Manifest>> byVersion = new TreeMap<>();
		for (Manifest manifest : all) {
			boolean twin = manifest.isLatest() && all.stream().anyMatch(other -> isTwin(other, manifest));
			if (!twin) {
				byVersion.computeIfAbsent(manifest.version(), _ -> new ArrayList<>()).add(manifest);
			}
		}
		List<Version> versions = byVersion.entrySet()
			.stream()
			.map(version -> version(id, version.getKey(), version.getValue(), all))
			.sorted(Comparator.comparing(Version::latest).thenComparing(Version::at).reversed())
			.toList();
		boolean slots = all.stream().anyMatch(manifest -> manifest.name().isPresent() && !manifest.isTellable());
		return new Published(id, versions, slots);
	}

	/** Whether the latest is this one under its other name. */
	private static boolean isTwin(Manifest numbered, Manifest latest) {
		return !numbered.isLatest() && numbered.name().isPresent()
				&& numbered.file().digest().equals(latest.file().digest());
	}

	private Version version(String id, String name, List<Manifest> own, List<Manifest> all) {
		boolean latest = own.stream()
			.anyMatch(manifest -> manifest.isLatest()
					|| all.stream().anyMatch(other -> other.isLatest() && isTwin(manifest, other)));
		Set<FirmwareFile> files = new LinkedHashSet<>(own.stream().map(Manifest::file).toList());
		own.stream().flatMap(manifest -> images(manifest.file())).forEach(files::add);
		Optional<ManifestContent> content = own.stream()
			.flatMap(manifest -> ManifestContent.of(manifest.file()).stream())
			.findFirst();
		return new Version(name, latest, own.stream().anyMatch(Manifest::isTellable),
				content.map(ManifestContent::sequence).orElse(""), content.map(ManifestContent::classId).orElse(""),
				own.stream().map(manifest -> manifest.file().uploadedAt()).max(Instant::compareTo).orElseThrow(),
				files.stream().map(file -> new Content(file.name().value(), file.size())).toList(),
				latest ? warnings(own) : List.of(), goes(id, name));
	}

	private Stream<FirmwareFile> images(FirmwareFile manifest) {
		return manifests.plan(manifest.name().value(), manifest.digest().hex())
			.stream()
			.flatMap(plan -> plan.images().stream());
	}

	private List<String> warnings(List<Manifest> own) {
		PublishChecks.Findings found = checks.of(own.stream().map(Manifest::file).toList());
		return Stream.concat(found.refusals().stream(), found.warnings().stream()).toList();
	}

	/** A folder of files that were uploaded one by one isn't removed together. */
	private List<String> goes(String id, String version) {
		return version.isEmpty() || id.indexOf('/') >= 0 ? List.of() : removals.of(PublishId.of(id), version);
	}

}
