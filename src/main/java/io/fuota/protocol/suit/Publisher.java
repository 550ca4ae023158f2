package io.fuota.protocol.suit;

import io.fuota.firmware.BrokenImageException;
import io.fuota.firmware.FileName;
import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.FirmwareSettings;
import io.fuota.firmware.IfBroken;
import io.fuota.firmware.NewFile;
import io.fuota.firmware.StagedBytes;
import io.fuota.history.AuditTrail;
import io.fuota.http.HttpRefusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Files that are published together: all of them are there afterwards, or none. */
@Component
class Publisher {

	private final FirmwareCatalogue firmware;

	private final PublishChecks checks;

	private final SuitSignatures signatures;

	private final AuditTrail audit;

	private final long maxUploadBytes;

	Publisher(FirmwareCatalogue firmware, PublishChecks checks, SuitSignatures signatures, AuditTrail audit,
			FirmwareSettings settings) {
		this.maxUploadBytes = settings.maxUpload().toBytes();
		this.signatures = signatures;
		this.firmware = firmware;
		this.checks = checks;
		this.audit = audit;
	}

	/**
	 * What was published.
	 *
	 * @param files with their {@code latest} twins
	 * @param warnings sentences; none where nodes should be able to install it
	 */
	record Publication(List<FirmwareFile> files, List<String> warnings) {
	}

	/** Where files come in that are to be published together. */
	StagedParts stage() {
		return new StagedParts(firmware, maxUploadBytes);
	}

	/**
	 * Publishes files; they are there, durably, when this returns.
	 * @param force whether to publish what no node could install
	 * @throws HttpRefusal 400, if there is none, or a name or a file is refused; nothing
	 * was published
	 */
	Publication publish(PublishId id, StagedParts parts, boolean force) throws IOException {
		if (parts.byName().isEmpty()) {
			throw HttpRefusal.badRequest("No file found in request.");
		}
		List<NewFile> files = named(id, parts.byName(), force ? IfBroken.FORCE : IfBroken.REFUSE);
		List<FirmwareFile> published = files.stream().map(NewFile::file).toList();
		PublishChecks.Findings found = checks.of(published);
		if (!found.refusals().isEmpty() && !force) {
			throw HttpRefusal.badRequest(String.join(" ", found.refusals()));
		}
		List<String> warnings = new ArrayList<>(found.refusals());
		warnings.addAll(found.warnings());
		warnings.addAll(unsigned(files));
		List<FirmwareFile> there = firmware.publish(files);
		String after = there.size() + " files"
				+ (warnings.isEmpty() ? "" : "; warnings: " + String.join(" ", warnings));
		audit.record("publish", id.folder(), null, after, force && !found.refusals().isEmpty());
		return new Publication(there, warnings);
	}

	private List<String> unsigned(List<NewFile> files) throws IOException {
		List<String> sentences = new ArrayList<>();
		for (NewFile file : files) {
			String name = file.file().name().value();
			boolean twin = ManifestName.of(name).filter(ManifestName::isLatest).isPresent();
			if (!twin && ManifestContent.of(file.file()).isPresent()) {
				signatures.objection(name, file.bytes().read(SuitSignatures.MAX_ENVELOPE)).ifPresent(sentences::add);
			}
		}
		return sentences;
	}

	private static List<NewFile> named(PublishId id, Map<String, StagedBytes> parts, IfBroken ifBroken)
			throws IOException {
		Map<FileName, StagedBytes> names = new LinkedHashMap<>();
		for (Map.Entry<String, StagedBytes> part : parts.entrySet()) {
			names.put(id.file(part.getKey()), part.getValue());
		}
		// A twin that was sent itself is what it is.
		Map<FileName, StagedBytes> all = new LinkedHashMap<>(names);
		names.forEach((name, bytes) -> ManifestName.of(name.value())
			.ifPresent(manifest -> all.putIfAbsent(FileName.forUpload(manifest.latestTwin()), bytes)));
		List<NewFile> files = new ArrayList<>();
		for (Map.Entry<FileName, StagedBytes> file : all.entrySet()) {
			try {
				files.add(file.getValue().named(file.getKey(), ifBroken));
			}
			catch (BrokenImageException broken) {
				throw HttpRefusal.badRequest(file.getKey() + ": " + broken.getMessage());
			}
		}
		return files;
	}

}
