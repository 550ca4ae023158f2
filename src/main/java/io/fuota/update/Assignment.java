package io.fuota.update;

import io.fuota.device.DeviceId;
import io.fuota.firmware.FileName;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code device_app}, docker-fuota-server's table: this device, when it runs
 * this version, is to install this file. Rows that were there before us may hold any
 * text, so the accessors give text.
 */
@Entity
@Table(name = "device_app")
public class Assignment {

	/** As stored version: any version but the file's own. */
	public static final String ANY_VERSION = "*";

	/** The longest version that can be assigned, in UTF-16 code units. */
	public static final int MAX_VERSION_LENGTH = 255;

	@Id
	@Column(name = "device_id", columnDefinition = "text")
	private String deviceId;

	@Column(name = "app_ver", columnDefinition = "text")
	private @Nullable String fromVersion;

	@Column(name = "update_file_path", columnDefinition = "text")
	private @Nullable String fileName;

	/** For Jakarta Persistence alone. */
	@SuppressWarnings("NullAway.Init")
	protected Assignment() {
	}

	private Assignment(String deviceId, String fromVersion, String fileName) {
		this.deviceId = deviceId;
		this.fromVersion = fromVersion;
		this.fileName = fileName;
	}

	/**
	 * Assigns a file to a device for when it runs a version.
	 * @param fromVersion the version to update <em>from</em>, 1 to
	 * {@value #MAX_VERSION_LENGTH} characters, compared for equality
	 * @param file need not be uploaded yet
	 * @throws IllegalArgumentException with a sentence that says which rule is broken
	 */
	public static Assignment of(DeviceId device, String fromVersion, FileName file) {
		if (fromVersion.isEmpty() || fromVersion.length() > MAX_VERSION_LENGTH) {
			throw new IllegalArgumentException(
					"The version to update from has 1 to " + MAX_VERSION_LENGTH + " characters.");
		}
		if (fromVersion.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("The version to update from has no control characters.");
		}
		return new Assignment(device.value(), fromVersion, file.value());
	}

	public String deviceId() {
		return deviceId;
	}

	public String fromVersion() {
		return fromVersion == null ? "" : fromVersion;
	}

	/** Whether it is for any version but the file's own. */
	public boolean isForAnyVersion() {
		return ANY_VERSION.equals(fromVersion);
	}

	/** Whether both say the same. */
	boolean saysTheSameAs(Assignment other) {
		return deviceId.equals(other.deviceId) && fromVersion().equals(other.fromVersion())
				&& fileName().equals(other.fileName());
	}

	/** In words, for the audit trail. */
	String inWords() {
		return "from " + fromVersion() + " to " + fileName();
	}

	public String fileName() {
		return fileName == null ? "" : fileName;
	}

	/**
	 * The same assignment with the equal strings of others in place of its own, to save
	 * memory in an index.
	 */
	Assignment sharing(java.util.function.UnaryOperator<String> shared) {
		return new Assignment(deviceId, shared.apply(fromVersion()), shared.apply(fileName()));
	}

}
