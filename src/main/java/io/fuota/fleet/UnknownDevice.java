package io.fuota.fleet;

/**
 * A device that asked and that nobody assigned anything to: often a typing error in an
 * id.
 *
 * @param checks how often it asked since the server started
 */
public record UnknownDevice(String id, String version, Sighting lastSeen, long checks) {
}
