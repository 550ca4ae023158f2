package io.fuota.update;

import io.fuota.device.DeviceId;
import io.fuota.device.ReportedVersion;
import io.fuota.firmware.image.ImageFormat;
import java.util.Optional;

/**
 * What a device says when it asks for an update.
 *
 * @param platform what it can install; empty where it doesn't say
 */
public record DeviceReport(DeviceId device, ReportedVersion running, Optional<Platform> platform) {

	/** A device that doesn't say what it can install. */
	public DeviceReport(DeviceId device, ReportedVersion running) {
		this(device, running, Optional.empty());
	}

	/**
	 * The only images that a device can install.
	 *
	 * @param hardware as images name it; letter case doesn't count
	 */
	public record Platform(ImageFormat format, String hardware) {
	}

}
