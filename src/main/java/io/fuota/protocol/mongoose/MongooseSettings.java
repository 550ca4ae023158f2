package io.fuota.protocol.mongoose;

import io.fuota.http.RequestPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * How Mongoose OS devices are served. Each list may be {@code none}.
 *
 * @param paths where devices poll (FUOTA_MONGOOSE_PATHS)
 * @param staticPaths under which bundles lie by their names, each with a slash at the end
 * (FUOTA_MONGOOSE_STATIC_PATHS)
 * @param anonymous which of both take devices without credentials
 * (FUOTA_MONGOOSE_ANONYMOUS)
 * @param style how a bundle is given (FUOTA_MONGOOSE_STYLE)
 * @param record how many bytes of a bundle go into a TLS record, 256 bytes to 16 KiB
 * (FUOTA_MONGOOSE_RECORD)
 * @param rate bytes per second for each download; 0: as fast as it goes
 * (FUOTA_MONGOOSE_RATE)
 */
@ConfigurationProperties("fuota.mongoose")
record MongooseSettings(List<String> paths, List<String> staticPaths, List<String> anonymous, MongooseStyle style,
		DataSize record, DataSize rate) {

	private static final String NONE = "none";

	/** The default of the anonymous paths, also where it isn't polled. */
	private static final String UPDATE = "/update";

	private static final DataSize SMALLEST_RECORD = DataSize.ofBytes(256);

	private static final DataSize LARGEST_RECORD = DataSize.ofKilobytes(16);

	private static final DataSize SLOWEST = DataSize.ofKilobytes(1);

	private static final Set<String> TAKEN = Set.of("devices", "files", "api", "console");

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	MongooseSettings {
		paths = list(paths);
		staticPaths = list(staticPaths);
		anonymous = list(anonymous);
		paths.forEach(path -> checkPath("FUOTA_MONGOOSE_PATHS", path));
		staticPaths.forEach(path -> {
			checkPath("FUOTA_MONGOOSE_STATIC_PATHS", path);
			if (!path.endsWith("/") || path.equals("/")) {
				throw new IllegalArgumentException(
						"FUOTA_MONGOOSE_STATIC_PATHS must list paths that end with a slash, not “" + path + "”");
			}
		});
		for (String path : anonymous) {
			if (!paths.contains(path) && !staticPaths.contains(path) && !path.equals(UPDATE)) {
				throw new IllegalArgumentException("FUOTA_MONGOOSE_ANONYMOUS names “" + path
						+ "”, which is neither in FUOTA_MONGOOSE_PATHS nor in FUOTA_MONGOOSE_STATIC_PATHS");
			}
		}
		if (record.compareTo(SMALLEST_RECORD) < 0 || record.compareTo(LARGEST_RECORD) > 0) {
			throw new IllegalArgumentException("FUOTA_MONGOOSE_RECORD must be 256B to 16KiB");
		}
		if (rate.toBytes() != 0 && rate.compareTo(SLOWEST) < 0) {
			throw new IllegalArgumentException("FUOTA_MONGOOSE_RATE must be 0, or at least 1KiB");
		}
	}

	private static List<String> list(List<String> given) {
		List<String> paths = new ArrayList<>(given);
		paths.replaceAll(String::strip);
		paths.removeIf(path -> path.isEmpty() || path.equals(NONE));
		return List.copyOf(paths);
	}

	private static void checkPath(String setting, String path) {
		if (!path.matches("/([A-Za-z0-9._~+:@=-]+/?)*") || RequestPath.parse(path)
			.segments()
			.stream()
			.anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
			throw new IllegalArgumentException(setting + " must list paths such as /update, not “" + path + "”");
		}
		if (TAKEN.stream().anyMatch(RequestPath.parse(path)::isUnder)) {
			throw new IllegalArgumentException(setting + " names “" + path + "”, which is a path of something else");
		}
	}

}
