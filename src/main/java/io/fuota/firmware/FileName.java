package io.fuota.firmware;

import java.util.regex.Pattern;

/**
 * The name of a firmware file: segments joined by {@code /}, none of them empty,
 * {@code .} or {@code ..}. It is never used as a path on the server's disk.
 * <p>
 * What is uploaded gets a name by {@link #forUpload}, which allows only what every device
 * can put into a URL unescaped. A file taken over from docker-fuota-server keeps whatever
 * name it had, so the constructor allows more.
 */
public record FileName(String value) {

	/**
	 * The longest name that can be uploaded; a device's path buffer has 255 bytes, and
	 * its URL 511.
	 */
	public static final int MAX_UPLOAD_LENGTH = 200;

	/**
	 * The longest name of a file on common file systems, and so of a file that is taken
	 * over.
	 */
	private static final int MAX_LENGTH = 4096;

	/** CoAP devices know these paths, and never a file under them. */
	private static final Pattern RESERVED = Pattern.compile("updates(/.*)?|\\.well-known/.*");

	private static final Pattern SAFE_IN_URLS = Pattern.compile("[A-Za-z0-9._~+:@=/-]+");

	/**
	 * @throws IllegalArgumentException with a sentence that says which rule is broken
	 */
	public FileName {
		if (value.isEmpty() || value.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("A file name has at least one character.");
		}
		if (value.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
			throw new IllegalArgumentException("A file name has no control characters and no backslash.");
		}
		for (String segment : value.split("/", -1)) {
			if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
				throw new IllegalArgumentException("A file name has no empty segment and none that is . or ..");
			}
		}
	}

	/**
	 * A name for new bytes: at most {@value #MAX_UPLOAD_LENGTH} characters of
	 * {@code A-Z a-z 0-9 . _ ~ + : @ = -}, and {@code /} between segments. Not
	 * {@code updates}, and nothing below it or below {@code .well-known}.
	 * @throws IllegalArgumentException with a sentence that says which rule is broken
	 */
	public static FileName forUpload(String value) {
		FileName name = new FileName(value);
		if (value.length() > MAX_UPLOAD_LENGTH) {
			throw new IllegalArgumentException("A file name has at most " + MAX_UPLOAD_LENGTH + " characters.");
		}
		if (!SAFE_IN_URLS.matcher(value).matches()) {
			throw new IllegalArgumentException(
					"A file name has only the characters A-Z a-z 0-9 . _ ~ + : @ = - and / between segments.");
		}
		name.checkReserved();
		return name;
	}

	/**
	 * A name for a file of a tree that is taken in: any but those that CoAP devices know
	 * as something else. A flat file keeps its name.
	 * @throws IllegalArgumentException with a sentence that says which rule is broken
	 */
	static FileName forImport(String value) {
		FileName name = new FileName(value);
		if (value.contains("/")) {
			name.checkReserved();
		}
		return name;
	}

	/**
	 * Whether CoAP devices know a path as something else than a firmware file.
	 * @param path segments joined by slashes, without one at the begin
	 */
	public static boolean isReserved(String path) {
		return RESERVED.matcher(path).matches();
	}

	private void checkReserved() {
		if (isReserved(value)) {
			throw new IllegalArgumentException(
					"A file name is not “updates” and doesn't begin with “updates/” or “.well-known/”.");
		}
	}

	/** The part behind the last slash. */
	public String lastSegment() {
		return value.substring(value.lastIndexOf('/') + 1);
	}

	@Override
	public String toString() {
		return value;
	}

}
