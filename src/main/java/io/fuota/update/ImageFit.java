package io.fuota.update;

import io.fuota.firmware.FirmwareFile;
import io.fuota.firmware.image.ImageFacts;
import io.fuota.fleet.DeviceStatus;
import io.fuota.fleet.OfferedFile;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Whether an image is for a device, by what the device told or by what its confirmed
 * image was built for. What isn't known on either side doesn't speak against it.
 */
final class ImageFit {

	private ImageFit() {
	}

	/**
	 * Why this file isn't for this device, as a sentence; empty where nothing speaks
	 * against it.
	 * @param version that devices report when they run the file; null if unknown
	 * @param running what the device runs; null if unknown
	 */
	static Optional<String> misfit(DeviceStatus device, FirmwareFile file, @Nullable String version,
			@Nullable String running) {
		Optional<ImageFacts> image = file.image();
		if (image.isEmpty()) {
			return Optional.empty();
		}
		OfferedFile.Build known = device.build();
		return differs("hardware", image.get().hardware(), known.hardware(), device, file)
			.or(() -> differs("project", image.get().project(), known.project(), device, file))
			.or(() -> lowerSecureVersion(image.get().secureVersion(), known.secureVersion(), device, file))
			.or(() -> older(version, running, device, file));
	}

	/** The same by what the device itself says that it can install. */
	static Optional<String> misfit(DeviceReport.Platform platform, FirmwareFile file) {
		Optional<ImageFacts> image = file.image().filter(facts -> facts.format() == platform.format());
		if (image.isEmpty()) {
			return Optional.of("The file " + file.name() + " is no " + platform.format().words()
					+ ", and the device takes nothing else.");
		}
		if (image.get().hardware().filter(platform.hardware()::equalsIgnoreCase).isEmpty()) {
			return Optional.of("The file " + file.name() + " is for " + image.get().hardware().orElse("other hardware")
					+ ", and the device says that it is " + platform.hardware() + ".");
		}
		return Optional.empty();
	}

	private static Optional<String> differs(String what, Optional<String> image, @Nullable String known,
			DeviceStatus device, FirmwareFile file) {
		if (known == null || image.isEmpty() || known.equalsIgnoreCase(image.get())) {
			return Optional.empty();
		}
		return Optional.of("The file " + file.name() + " is for the " + what + " " + image.get() + ", and the device "
				+ device.id() + " has " + known + ".");
	}

	private static Optional<String> lowerSecureVersion(OptionalLong image, @Nullable Long known, DeviceStatus device,
			FirmwareFile file) {
		if (known == null || image.isEmpty() || image.getAsLong() >= known) {
			return Optional.empty();
		}
		return Optional.of("The file " + file.name() + " has the secure version " + image.getAsLong()
				+ ", and the device " + device.id() + " has run " + known + ": it would refuse to boot it.");
	}

	private static Optional<String> older(@Nullable String version, @Nullable String running, DeviceStatus device,
			FirmwareFile file) {
		if (version == null || running == null
				|| !SemanticVersion.isOlder(withoutBuild(version), withoutBuild(running))) {
			return Optional.empty();
		}
		return Optional.of("The file " + file.name() + " has the version " + version + ", which is older than "
				+ running + ", which the device " + device.id() + " runs.");
	}

	private static String withoutBuild(String version) {
		int space = version.indexOf(' ');
		return space < 0 ? version : version.substring(0, space);
	}

}
