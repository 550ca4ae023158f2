package io.fuota.fleet;

import java.time.Instant;

/**
 * A device was heard.
 *
 * @param address where from, an IP address
 * @param protocol which way: esp32, fmu, suit, exosite, mongoose
 */
public record Sighting(Instant at, String address, String protocol) {
}
