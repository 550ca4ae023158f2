package io.fuota.tls;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the HTTPS listener speaks TLS.
 *
 * @param certificatesFolder the folder with {@code ca_cert.pem} and {@code ca_key.pem}
 * (FUOTA_CERTS_DIR)
 * @param engine what computes TLS (FUOTA_TLS_ENGINE)
 * @param certificatesCheck how often both files are read, to see whether they were
 * replaced; 100 ms to 1 day (FUOTA_CERTS_CHECK)
 */
@ConfigurationProperties("fuota.tls")
public record TlsSettings(Path certificatesFolder, TlsEngine engine, Duration certificatesCheck) {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public TlsSettings {
		certificatesFolder = certificatesFolder.toAbsolutePath().normalize();
		if (certificatesCheck.compareTo(SHORTEST) < 0 || certificatesCheck.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("FUOTA_CERTS_CHECK must be 100ms to 1d");
		}
	}

}
