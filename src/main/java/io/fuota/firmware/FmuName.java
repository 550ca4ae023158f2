package io.fuota.firmware;

import java.util.Optional;

/**
 * What the name of a {@code .fmu} file says of its bytes:
 * {@code <PID>_<major>_<minor>_<build>[_<type>[_<label>]].fmu}
 * (docs/protocols/coap-fmu.md §2.2). Nothing in the bytes says it, since they are
 * encrypted.
 *
 * @param pid the product, compared character by character; without {@code _} and
 * {@code .}
 * @param type {@link #APP} for the text {@code APP}, 0 for any other or none
 */
public record FmuName(String pid, FmuVersion version, int type) {

	/** The type number of an application image, the only one that is certain. */
	public static final int APP = 3;

	private static final String SUFFIX = ".fmu";

	private static final int TYPE_PART = 4;

	/** Reads a firmware file's name; empty where it is no {@code .fmu} name. */
	public static Optional<FmuName> parse(String fileName) {
		int dot = fileName.indexOf('.');
		if (dot < 0 || !fileName.startsWith(SUFFIX, dot) || dot + SUFFIX.length() != fileName.length()
				|| fileName.indexOf('/') >= 0) {
			return Optional.empty();
		}
		String[] parts = fileName.substring(0, dot).split("_", -1);
		if (parts.length < TYPE_PART || parts[0].isEmpty()) {
			return Optional.empty();
		}
		int type = parts.length > TYPE_PART && parts[TYPE_PART].equals("APP") ? APP : 0;
		return FmuVersion.parse(parts[1] + "." + parts[2] + "." + parts[3])
			.map(version -> new FmuName(parts[0], version, type));
	}

}
