package io.fuota.console;

import io.fuota.console.Shown.Moment;
import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.BrokenImage;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.firmware.image.ImageSignature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A firmware file as the page shows it.
 *
 * @param format what the inspector found it to be
 * @param version that devices report when they run it; null where nobody knows
 * @param facts more for people, name and text
 * @param flaw why the image is broken; null where it isn't
 * @param assigned how many devices have it assigned
 * @param confirmed how many were seen running these bytes
 */
record FileRow(String name, String size, String sha256, @Nullable Moment uploaded, boolean forced, String format,
		@Nullable String version, List<Fact> facts, @Nullable String flaw, long assigned, long confirmed,
		String confirmedHref, String assignHref) {

	/** One thing that was found in it. */
	record Fact(String name, String text) {
	}

	static FileRow of(FirmwareFile file, @Nullable String version, long assigned, long confirmed) {
		String name = file.name().value();
		Map<String, @Nullable String> running = new LinkedHashMap<>();
		running.put("version", version);
		running.put("state", "CONFIRMED");
		return new FileRow(name, Shown.size(file.size()), file.digest().hex(), Shown.at(file.uploadedAt()),
				file.isForced(), format(file), version, facts(file), file.flaw().map(BrokenImage::message).orElse(null),
				assigned, confirmed, ConsolePath.with(ConsolePath.DEVICES, running),
				ConsolePath.with(ConsolePath.ASSIGN, "file", name));
	}

	static String format(FirmwareFile file) {
		return file.image()
			.map(image -> image.format().words())
			.or(() -> file.flaw().map(flaw -> "broken " + flaw.format().words()))
			.orElse("unknown format");
	}

	private static List<Fact> facts(FirmwareFile file) {
		Map<String, String> facts = new LinkedHashMap<>();
		file.image().ifPresent(image -> {
			image.version().ifPresent(version -> facts.put("version inside", version));
			image.project().ifPresent(project -> facts.put("project", project));
			image.hardware().ifPresent(hardware -> facts.put("hardware", hardware));
			image.secureVersion().ifPresent(version -> facts.put("secure version", Long.toString(version)));
			image.buildId().ifPresent(build -> facts.put("build id", build));
			facts.put("signed", signatures(image));
			facts.putAll(image.details());
		});
		facts.put("size", Shown.number(file.size()) + " bytes");
		facts.put("SHA-256", file.digest().hex());
		facts.put("SHA-1", file.sha1());
		facts.put("MD5", file.md5());
		return facts.entrySet().stream().map(fact -> new Fact(fact.getKey(), fact.getValue())).toList();
	}

	private static String signatures(ImageFacts image) {
		return image.isSigned() ? String.join(", ", image.signatures().stream().map(ImageSignature::kind).toList())
				: "no";
	}

}
