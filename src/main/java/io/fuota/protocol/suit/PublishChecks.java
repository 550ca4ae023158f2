package io.fuota.protocol.suit;

import io.fuota.firmware.FirmwareCatalogue;
import io.fuota.firmware.FirmwareFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whether nodes will be able to install what is published (docs/protocols/riot-suit.md
 * §4.2 and §4.3). What they certainly can't is refused; what may be meant so is warned
 * of.
 */
@Component
class PublishChecks {

	/** RIOT's buffer for a manifest, in bytes. */
	static final int MAX_MANIFEST = 640;

	private final FirmwareCatalogue firmware;

	private final SuitUrls urls;

	private final TriggerText trigger;

	PublishChecks(FirmwareCatalogue firmware, SuitUrls urls, TriggerText trigger) {
		this.firmware = firmware;
		this.urls = urls;
		this.trigger = trigger;
	}

	/**
	 * What was found, as sentences.
	 *
	 * @param refusals no node can install this
	 * @param warnings a node may not be able to
	 */
	record Findings(List<String> refusals, List<String> warnings) {

		void refuse(String sentence) {
			refusals.add(sentence);
		}

		void warn(String sentence) {
			warnings.add(sentence);
		}

	}

	/**
	 * Looks at files that are about to be published together.
	 */
	Findings of(List<FirmwareFile> files) {
		Findings found = new Findings(new ArrayList<>(), new ArrayList<>());
		Map<String, FirmwareFile> fresh = files.stream()
			.collect(Collectors.toMap(file -> file.name().value(), Function.identity()));
		for (FirmwareFile file : files) {
			Optional<ManifestName> name = ManifestName.of(file.name().value());
			Optional<ManifestContent> content = ManifestContent.of(file);
			if (name.isPresent() || content.isPresent()) {
				trigger.objection(file).ifPresent(found::warn);
			}
			boolean twin = name.filter(ManifestName::isLatest).isPresent() && files.stream()
				.anyMatch(other -> !other.name().equals(file.name()) && other.digest().equals(file.digest()));
			if (twin) {
				// Its bytes are looked at under the name that they were sent under.
				continue;
			}
			if (name.isPresent() && content.isEmpty()) {
				found.warn(file.name() + " is no SUIT envelope that can be read here, so nothing in it was checked.");
			}
			content.ifPresent(manifest -> check(file, manifest, fresh, found));
		}
		return found;
	}

	private void check(FirmwareFile file, ManifestContent manifest, Map<String, FirmwareFile> fresh, Findings found) {
		if (file.size() > MAX_MANIFEST) {
			found.warn(file.name() + " has " + file.size() + " bytes, and the buffer that RIOT has for a manifest "
					+ MAX_MANIFEST + ".");
		}
		for (int place = 0; place < manifest.uris().size(); place++) {
			checkImage(file, manifest, place, fresh, found);
		}
		higher(file, manifest).ifPresent(found::warn);
	}

	private void checkImage(FirmwareFile file, ManifestContent manifest, int place, Map<String, FirmwareFile> fresh,
			Findings found) {
		String uri = manifest.uris().get(place);
		if (!uri.startsWith("coap")) {
			// A payload within the envelope, or one of another kind of node.
			return;
		}
		Optional<String> name = urls.fileName(uri);
		if (name.isEmpty()) {
			found.warn(file.name() + " names " + uri + ", which isn't below " + urls.root()
					+ "; see FUOTA_COAP_HOST, or SUIT_COAP_ROOT of the build.");
			return;
		}
		FirmwareFile now = fresh.get(name.get());
		Optional<FirmwareFile> image = now == null ? firmware.find(name.get()) : Optional.of(now);
		if (image.isEmpty()) {
			found.warn(file.name() + " names " + uri + ", and there is no such file yet.");
		}
		else if (!manifest.accepts(place, image.get())) {
			String sentence = file.name() + " has another size or digest for " + name.get() + " than the file itself ("
					+ image.get().size() + " bytes, SHA-256 " + image.get().digest() + "); nodes would refuse it.";
			if (now != null) {
				found.refuse(sentence);
			}
			else {
				found.warn(sentence);
			}
		}
	}

	/** Nodes refuse a number that isn't above what they run. */
	private Optional<String> higher(FirmwareFile file, ManifestContent manifest) {
		OptionalLong own = manifest.sequenceNumber();
		if (own.isEmpty() || manifest.classId().isEmpty()) {
			return Optional.empty();
		}
		OptionalLong highest = firmware.all()
			.stream()
			.filter(other -> !other.digest().equals(file.digest()))
			.flatMap(other -> ManifestContent.of(other).stream())
			.filter(other -> other.classId().equals(manifest.classId()))
			.flatMapToLong(other -> other.sequenceNumber().stream())
			.max();
		return highest.isPresent() && highest.getAsLong() >= own.getAsLong()
				? Optional.of(file.name() + " has the sequence number " + own.getAsLong() + ", which isn't above "
						+ highest.getAsLong() + ", the highest that was published for class " + manifest.classId()
						+ "; nodes that run that one would refuse it.")
				: Optional.empty();
	}

}
