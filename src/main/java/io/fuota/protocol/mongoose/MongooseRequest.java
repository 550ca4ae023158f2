package io.fuota.protocol.mongoose;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.firmware.image.ImageFormat;
import io.fuota.update.DeviceReport;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Mongoose OS device says of itself (docs/protocols/mongoose-os.md §5.1).
 *
 * @param device its id, or its MAC where the id is {@code -}
 * @param platform as sent; letter case doesn't count
 * @param version as sent
 * @param buildId empty where it says none
 * @param application empty where it doesn't say it, as older devices
 */
record MongooseRequest(DeviceId device, String platform, String version, String buildId, Optional<String> application) {

	static final String DEVICE_HEADER = "X-MGOS-Device-ID";

	static final String FIRMWARE_HEADER = "X-MGOS-FW-Version";

	/** The longest platform, and the longest version with its build id, in characters. */
	static final int MAX_LENGTH = 255;

	private static final String NO_ID = "-";

	private static final Pattern SPACES = Pattern.compile(" +");

	/** APP/APP_VERSION (MongooseOS/MGOS_VERSION; PLATFORM). */
	private static final Pattern USER_AGENT = Pattern.compile("([^/]{1,255})/\\S+ \\(MongooseOS/[^;]*;[^)]*\\)");

	/**
	 * Reads the headers of a request.
	 * @return empty unless it says which device it is, its platform and its version
	 */
	static Optional<MongooseRequest> parse(@Nullable String deviceHeader, @Nullable String firmwareHeader,
			@Nullable String userAgent) {
		String[] firmware = SPACES.split(text(firmwareHeader), 3);
		if (firmware.length < 2) {
			return Optional.empty();
		}
		String buildId = firmware.length > 2 ? firmware[2] : "";
		int versionLength = firmware[1].length() + 1 + buildId.length();
		if (firmware[0].length() > MAX_LENGTH || versionLength > MAX_LENGTH || hasControls(text(firmwareHeader))) {
			return Optional.empty();
		}
		return device(text(deviceHeader)).map(
				device -> new MongooseRequest(device, firmware[0], firmware[1], buildId, application(text(userAgent))));
	}

	/** The same in the core's words. */
	DeviceReport report() {
		return new DeviceReport(device, ReportedVersion.ofBuild(version, buildId),
				Optional.of(new DeviceReport.Platform(ImageFormat.MONGOOSE_BUNDLE, platform)));
	}

	// An id may hold spaces, a MAC doesn't.
	private static Optional<DeviceId> device(String header) {
		int space = header.lastIndexOf(' ');
		String id = space < 0 ? header : header.substring(0, space).strip();
		String mac = header.substring(space + 1);
		String name = id.equals(NO_ID) && !mac.equals(NO_ID) ? mac : id;
		try {
			return name.equals(NO_ID) ? Optional.empty() : Optional.of(new DeviceId(name));
		}
		catch (IllegalArgumentException noId) {
			return Optional.empty();
		}
	}

	private static Optional<String> application(String userAgent) {
		Matcher parts = USER_AGENT.matcher(userAgent);
		return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
	}

	/** The container reads headers as ISO-8859-1; devices send bytes of UTF-8. */
	private static String text(@Nullable String header) {
		if (header == null) {
			return "";
		}
		try {
			ByteBuffer bytes = ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1));
			return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().strip();
		}
		catch (CharacterCodingException latin1) {
			return header.strip();
		}
	}

	private static boolean hasControls(String text) {
		return text.chars().anyMatch(Character::isISOControl);
	}

}
