package io.fuota.operations;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where everything lies.
 *
 * @param dataFolder the folder that must survive (FUOTA_DATA_DIR)
 * @param certificatesFolder the folder with {@code ca_cert.pem} and {@code ca_key.pem}
 * (FUOTA_CERTS_DIR)
 */
@ConfigurationProperties("fuota.storage")
public record StorageSettings(Path dataFolder, Path certificatesFolder) {

	public StorageSettings {
		dataFolder = dataFolder.toAbsolutePath().normalize();
		certificatesFolder = certificatesFolder.toAbsolutePath().normalize();
	}

}
