package io.fuota.firmware;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings for firmware files.
 *
 * @param maxUpload the largest file that is taken in (FUOTA_MAX_UPLOAD)
 * @param importFolder a tree of firmware files that is taken in at each start, under
 * their relative names (FUOTA_IMPORT_DIR); none when null
 */
@ConfigurationProperties("fuota.firmware")
public record FirmwareSettings(DataSize maxUpload, @Nullable Path importFolder) {

	public FirmwareSettings {
		if (maxUpload.toBytes() < 1) {
			throw new IllegalArgumentException("FUOTA_MAX_UPLOAD must be at least 1 byte, not " + maxUpload);
		}
	}

	/** What to tell who sends more than {@link #maxUpload}, in bytes. */
	public static String tooLarge(long limit) {
		return "The file is larger than " + limit + " bytes, the limit that FUOTA_MAX_UPLOAD sets.";
	}

}
