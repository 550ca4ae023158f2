package io.fuota.device;

/**
 * The version that a device says it runs. ESP32 devices put it into the query unescaped,
 * so {@code 1.0+b5} may mean itself or, read as a form, {@code 1.0 b5};
 * docker-fuota-server read it as a form, and operators stored what it read. Both readings
 * count.
 *
 * @param asSent the characters as they came
 * @param formDecoded the same, with {@code +} as a space and {@code %xx} decoded
 */
public record ReportedVersion(String asSent, String formDecoded) {

	/** A version that has one reading only. */
	public static ReportedVersion of(String version) {
		return new ReportedVersion(version, version);
	}

	/**
	 * Whether either reading is this version. Versions are opaque: nothing is ordered or
	 * normalised.
	 */
	public boolean is(String version) {
		return asSent.equals(version) || formDecoded.equals(version);
	}

	@Override
	public String toString() {
		return asSent;
	}

}
