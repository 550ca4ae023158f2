package io.fuota.device;

/**
 * The version that a device says it runs. ESP32 devices put it into the query unescaped,
 * so {@code 1.0+b5} may mean itself or, read as a form, {@code 1.0 b5};
 * docker-fuota-server read it as a form, and operators stored what it read. Both readings
 * count. Mongoose OS devices say their version and their build id: {@code 1.0} and
 * {@code 1.0 20240102-030405/gabcdef0} both name what they run.
 *
 * @param asSent the characters as they came
 * @param otherReading the same with {@code +} as a space and {@code %xx} decoded, or
 * without the build id
 * @param builtIn whether this was built into the image that the device runs, and is no
 * constant of its application: then nothing needs to be learned of the image
 */
public record ReportedVersion(String asSent, String otherReading, boolean builtIn) {

	/** Between a version and its build id. */
	public static final String BEFORE_BUILD_ID = " ";

	/** A version with two readings. */
	public ReportedVersion(String asSent, String otherReading) {
		this(asSent, otherReading, false);
	}

	/** A version that has one reading only. */
	public static ReportedVersion of(String version) {
		return new ReportedVersion(version, version);
	}

	/**
	 * A version with what tells its builds apart.
	 * @param buildId empty where the device doesn't say; then any build of the version is
	 * meant
	 */
	public static ReportedVersion ofBuild(String version, String buildId) {
		return new ReportedVersion(withBuild(version, buildId), version, true);
	}

	/** A version and a build id as one text. */
	public static String withBuild(String version, String buildId) {
		return buildId.isEmpty() ? version : version + BEFORE_BUILD_ID + buildId;
	}

	/**
	 * Whether any reading is this version. Versions are opaque: nothing is ordered or
	 * normalised.
	 */
	public boolean is(String version) {
		return asSent.equals(version) || otherReading.equals(version) || isAnyBuildOf(version);
	}

	/** The device named no build, and this is one of its version. */
	private boolean isAnyBuildOf(String version) {
		return builtIn && asSent.equals(otherReading) && version.startsWith(asSent + BEFORE_BUILD_ID);
	}

	@Override
	public String toString() {
		return asSent;
	}

}
