package io.fuota.fleet;

import java.time.Instant;

/**
 * A device that is told "no update", since it downloaded these bytes too often without
 * ever running them.
 *
 * @param sha256 of the bytes; others under the same name end the quarantine
 */
public record Quarantine(String fileName, String sha256, Instant since) {
}
