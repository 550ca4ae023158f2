package io.fuota.firmware.image;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Files for CoAP devices that ask by product and version: all that is known of one is in
 * its name, {@code <PID>_<major>_<minor>_<build>_<type>_<label>.fmu}. Their bytes are
 * encrypted.
 */
final class FmuInspector {

	private static final String SUFFIX = ".fmu";

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

	/** The PID's length is a byte on the wire. */
	private static final int MAX_PID_LENGTH = 255;

	/** Their sizes in the version's 32 bits. */
	private static final List<Integer> HIGHEST = List.of(255, 255, 65_535);

	private static final List<String> NAMES = List.of("major version", "minor version", "build number");

	private FmuInspector() {
	}

	static boolean isOne(String fileName) {
		return fileName.endsWith(SUFFIX);
	}

	static ImageFacts read(String fileName) throws Flaw {
		String name = fileName.substring(fileName.lastIndexOf('/') + 1);
		String stem = name.substring(0, name.length() - SUFFIX.length());
		if (stem.indexOf('.') >= 0) {
			throw flaw("name", "without a dot before .fmu", name);
		}
		String[] parts = stem.split("_", -1);
		if (parts.length < 4) {
			throw flaw("name", "<PID>_<major>_<minor>_<build>_<type>_<label>.fmu", name);
		}
		if (parts[0].isEmpty() || parts[0].length() > MAX_PID_LENGTH) {
			throw flaw("PID in the name", "1 to " + MAX_PID_LENGTH + " characters",
					parts[0].isEmpty() ? "empty" : parts[0].length() + " characters");
		}
		List<String> version = new ArrayList<>();
		for (int i = 0; i < HIGHEST.size(); i++) {
			version.add(Integer.toString(number(parts[i + 1], HIGHEST.get(i), NAMES.get(i))));
		}
		Findings findings = new Findings(ImageFormat.FMU).hardware(parts[0]).version(String.join(".", version));
		// APP is type 3 on the wire; every other text is type 0.
		findings.detail("type", parts.length > 4 ? parts[4] : "");
		findings.detail("label", parts.length > 5 ? parts[5] : "");
		return findings.toFacts();
	}

	private static int number(String text, int highest, String what) throws Flaw {
		if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) > highest) {
			throw flaw(what + " in the name", "0 to " + highest, text.isEmpty() ? "empty" : text);
		}
		return Integer.parseInt(text);
	}

	private static Flaw flaw(String check, String expected, String found) {
		return new Flaw(new BrokenImage(ImageFormat.FMU, check, 0, expected, ImageText.of(found)));
	}

}
