package io.fuota.operations;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Where everything lies.
 *
 * @param dataFolder the folder that must survive (FUOTA_DATA_DIR)
 * @param diskReserve free space that uploads leave to the database (FUOTA_DISK_RESERVE)
 * @param scrubInterval how often all stored bytes are hashed anew (FUOTA_SCRUB_INTERVAL)
 */
@ConfigurationProperties("fuota.storage")
public record StorageSettings(Path dataFolder, DataSize diskReserve, Duration scrubInterval) {

	private static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(1);

	public StorageSettings {
		dataFolder = dataFolder.toAbsolutePath().normalize();
		if (diskReserve.isNegative()) {
			throw new IllegalArgumentException("FUOTA_DISK_RESERVE must be 0 or more, not " + diskReserve);
		}
		if (scrubInterval.compareTo(SHORTEST_INTERVAL) < 0) {
			throw new IllegalArgumentException("FUOTA_SCRUB_INTERVAL must be at least 1m, not " + scrubInterval);
		}
	}

}
