package io.fuota.firmware.image;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What programs compare. Texts have 1 to 255 characters, without control characters.
 *
 * @param hardware what it runs on: {@code esp32s3}, a Mongoose OS platform, the PID of a
 * {@code .fmu} file, a SUIT class id
 * @param project the application's name
 * @param version as written in the image; a SUIT sequence number
 * @param buildId tells builds of one version apart
 * @param secureVersion a device that has run a higher one refuses this image
 */
public record ImageLabels(Optional<String> hardware, Optional<String> project, Optional<String> version,
		Optional<String> buildId, OptionalLong secureVersion) {

}
