package io.fuota.firmware.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Mongoose OS firmware bundles, read as a device reads them: front to back, by local
 * headers alone.
 */
final class BundleInspector {

	private static final String MANIFEST = "manifest.json";

	private static final int MAX_MANIFEST_BYTES = 32 * 1024;

	private static final int MAX_ENTRIES = 1_000;

	/** The device's buffer, with the NUL at the end. */
	private static final int MAX_NAME_LENGTH = 49;

	private static final long CENTRAL_DIRECTORY = 0x02014b50L;

	private final ImageBytes zip;

	private final Findings findings = new Findings(ImageFormat.MONGOOSE_BUNDLE);

	private final Map<String, BundlePart> parts = new HashMap<>();

	BundleInspector(ImageBytes zip) {
		this.zip = zip;
	}

	/**
	 * Other zip files begin with a manifest.json too: this one's names its platform and
	 * its parts.
	 */
	static boolean claims(ImageBytes bytes) throws IOException, Flaw {
		if (!ZipEntryHeader.isAt(bytes, 0)) {
			return false;
		}
		ZipEntryHeader first = ZipEntryHeader.read(bytes, 0);
		if (!first.name().equals(MANIFEST)) {
			return false;
		}
		String text = new String(Inflated.beginning(bytes, first, MAX_MANIFEST_BYTES), StandardCharsets.ISO_8859_1);
		return text.contains("\"parts\"") && (text.contains("\"platform\"") || text.contains("\"build_id\""));
	}

	ImageFacts read() throws IOException, Flaw {
		ZipEntryHeader first = ZipEntryHeader.read(zip, 0);
		first.checkUsable(zip);
		if (first.size() > MAX_MANIFEST_BYTES) {
			throw zip.flaw("size of " + MANIFEST, 22, "at most " + ImageText.bytes(MAX_MANIFEST_BYTES),
					ImageText.bytes(first.size()));
		}
		BundlePart.read(zip, first);
		BundleManifest manifest = new BundleManifest(zip, first, findings);
		manifest.read();
		readEntries(first.end(), manifest.sources());
		manifest.checkParts(parts);
		return findings.toFacts();
	}

	private void readEntries(long begin, Set<String> wanted) throws IOException, Flaw {
		long at = begin;
		for (int count = 1; true; count++) {
			zip.need(at, 4);
			if (zip.u32(at) == CENTRAL_DIRECTORY) {
				return;
			}
			if (zip.u32(at) != ZipEntryHeader.SIGNATURE) {
				throw zip.flaw("next entry", at, "a local header or the central directory",
						ImageText.hex(zip.u32(at), 8));
			}
			if (count >= MAX_ENTRIES) {
				throw zip.flaw("number of entries", at, "at most " + MAX_ENTRIES, "more");
			}
			ZipEntryHeader entry = ZipEntryHeader.read(zip, at);
			if (entry.name().length() > MAX_NAME_LENGTH) {
				throw zip.flaw("length of an entry's name", at + 26, "at most " + MAX_NAME_LENGTH + " characters",
						entry.name().length() + " characters");
			}
			zip.need(entry.dataAt(), entry.packed());
			if (wanted.contains(entry.name())) {
				keep(entry);
			}
			at = entry.end();
		}
	}

	private void keep(ZipEntryHeader entry) throws IOException, Flaw {
		entry.checkUsable(zip);
		if (parts.put(entry.name(), BundlePart.read(zip, entry)) != null) {
			throw zip.flaw("entry " + ImageText.of(entry.name()), entry.at(), "there once", "there again");
		}
	}

}
